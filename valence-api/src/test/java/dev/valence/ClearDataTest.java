package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.clearing.ClearDataOptions;
import dev.valence.clearing.ClearStorageDataOptions;
import dev.valence.clearing.DataType;
import dev.valence.clearing.OriginMatchingMode;
import dev.valence.clearing.QuotaType;
import dev.valence.clearing.StorageType;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.net.cookie.CookieFile;
import dev.valence.net.cookie.CookieFilter;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClearDataTest {
  private final Valence valence =
      Valence.builder()
          .trustedRoots(TestAuthority.shared().certificate())
          .hostResolverRules("MAP *.test 127.0.0.1")
          .build();
  private final Session session = valence.session().fromPartition("clear");

  @AfterEach
  void close() {
    valence.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private void cookie(String url, String domain) throws Exception {
    CookieDetails.Builder cookie = CookieDetails.builder().url(url).name("n").value("v");
    if (domain != null) {
      cookie.domain(domain);
    }
    get(session.cookies().set(cookie.build()));
  }

  private Set<String> domains() throws Exception {
    return Set.copyOf(
        get(session.cookies().get(CookieFilter.all())).stream().map(Cookie::domain).toList());
  }

  @Test
  void s099_onlyTheCookiesOfAnOriginGo() throws Exception {
    cookie("https://example.com/", null);
    cookie("https://example.org/", null);

    get(
        session.clearData(
            ClearDataOptions.builder().origins(List.of("https://example.com")).build()));

    assertThat(domains()).containsExactly("example.org");
  }

  @Test
  void s105_cookiesGoByRegistrableDomain() throws Exception {
    cookie("https://a.b.example.com/", null);
    cookie("https://c.example.com/", "example.com");
    cookie("https://x.example.co.uk/", null);
    cookie("https://example.co.uk/", null);
    cookie("https://other.co.uk/", null);
    cookie("http://127.0.0.1/", null);

    get(
        session.clearData(
            ClearDataOptions.builder()
                .origins(
                    List.of(
                        "https://a.b.example.com",
                        "https://x.example.co.uk",
                        "http://127.0.0.1:8080"))
                .build()));

    assertThat(domains()).containsExactly("other.co.uk");
  }

  @Test
  void s102_allButTheExcludedGoes() throws Exception {
    cookie("https://a.example.com/", null);
    cookie("https://example.org/", null);

    get(
        session.clearData(
            ClearDataOptions.builder().excludeOrigins(List.of("https://example.com")).build()));

    assertThat(domains()).containsExactly("a.example.com");
  }

  @Test
  void s102_otherKindsLeaveCookiesAlone() throws Exception {
    cookie("https://example.com/", null);

    get(
        session.clearData(
            ClearDataOptions.builder()
                .dataTypes(List.of(DataType.CACHE, DataType.INDEXED_DB))
                .build()));

    assertThat(domains()).containsExactly("example.com");
    assertThat(Stream.of(DataType.values()).map(DataType::wireName))
        .containsExactly(
            "backgroundFetch",
            "cache",
            "cookies",
            "downloads",
            "fileSystems",
            "indexedDB",
            "localStorage",
            "serviceWorkers",
            "webSQL");
  }

  @Test
  void s103_originsAndExcludeOriginsContradictEachOther() {
    assertThatThrownBy(
            () ->
                ClearDataOptions.builder()
                    .origins(List.of("https://a.test"))
                    .excludeOrigins(List.of("https://b.test"))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot provide both 'origins' and 'excludeOrigins'");
    assertThatThrownBy(() -> ClearDataOptions.builder().origins(List.of("no origin")))
        .hasMessageContaining("\"no origin\"");
  }

  @Test
  void s106_theDefaults() {
    ClearDataOptions options = ClearDataOptions.builder().build();

    assertThat(options.avoidClosingConnections()).isFalse();
    assertThat(options.originMatchingMode()).isEqualTo(OriginMatchingMode.THIRD_PARTIES_INCLUDED);
    assertThat(options.originMatchingMode().wireName()).isEqualTo("third-parties-included");
    assertThat(OriginMatchingMode.ORIGIN_IN_ALL_CONTEXTS.wireName())
        .isEqualTo("origin-in-all-contexts");
  }

  @Test
  void s101_clearStorageDataTakesKindsAndAnOrigin() throws Exception {
    assertThat(Stream.of(StorageType.values()).map(StorageType::wireName))
        .containsExactly(
            "cookies",
            "filesystem",
            "indexdb",
            "localstorage",
            "shadercache",
            "websql",
            "serviceworkers",
            "cachestorage");
    assertThat(QuotaType.TEMPORARY.wireName()).isEqualTo("temporary");
    cookie("https://example.com/", null);
    cookie("https://a.example.com/", null);
    cookie("https://example.com/", "example.com");

    get(
        session.clearStorageData(
            ClearStorageDataOptions.builder().storages(List.of(StorageType.INDEXED_DB)).build()));
    assertThat(domains()).hasSize(3);

    get(
        session.clearStorageData(
            ClearStorageDataOptions.builder().origin("https://example.com").build()));
    assertThat(domains()).containsExactlyInAnyOrder("a.example.com", ".example.com");

    get(session.clearStorageData());
    assertThat(domains()).isEmpty();
  }

  @Test
  void s097_clearingTwiceAtOnceIsFine() throws Exception {
    cookie("https://example.com/", null);

    CompletableFuture<Void> first = session.clearData();
    get(session.clearData());
    get(first);

    assertThat(domains()).isEmpty();
  }

  @Test
  void hostsThatAskedForTlsAreForgottenWithTheCache() throws Exception {
    try (TestServer server =
        TestServer.builder()
            .tls(TestAuthority.shared().issue("a.test"))
            .start(
                exchange ->
                    exchange
                        .reply(200)
                        .header("Strict-Transport-Security", "max-age=100")
                        .text("x"))) {
      String http = "http://a.test:" + server.port() + "/";
      get(session.fetch(server.url("a.test", "/")));
      assertThat(get(session.fetch(http)).url()).startsWith("https:");

      get(session.clearData(ClearDataOptions.builder().dataTypes(List.of(DataType.CACHE)).build()));

      assertThatThrownBy(() -> get(session.fetch(http))).hasMessageContaining("net::ERR_");
    }
  }

  @Test
  void s025_flushingWritesWhatWaits(@TempDir Path folder) throws Exception {
    try (Valence kept = Valence.builder().userData(folder).build()) {
      Session persistent = kept.session().defaultSession();
      get(
          persistent
              .cookies()
              .set(
                  CookieDetails.builder()
                      .url("https://example.com/")
                      .name("n")
                      .value("v")
                      .expirationDate(4_000_000_000.0)
                      .build()));

      persistent.flushStorageData();
      get(persistent.cookies().flushStore());

      assertThat(CookieFile.count(folder.resolve("session.db"), Instant.now())).isEqualTo(1);
    }
  }
}
