package dev.valence.protocol;

import static dev.valence.protocol.ProtocolProbe.failure;
import static dev.valence.protocol.ProtocolProbe.get;
import static dev.valence.protocol.ProtocolProbe.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolSourceTest {
  private final ProtocolProbe probe =
      new ProtocolProbe(
          Valence.builder()
              .privilegedSchemes(CustomScheme.builder("src").standard(true).build())
              .build());
  private final Protocol protocol = probe.protocol();

  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("sub"));
    Files.writeString(root.resolve("index.html"), "<p>index");
    Files.writeString(root.resolve("data.json"), "{}");
    Files.writeString(root.resolve("eleven.txt"), "hello world");
    Files.writeString(root.resolve("app.js"), "1");
    Files.createDirectories(folder.resolve("assets"));
    Files.writeString(folder.resolve("assets").resolve("a.css"), "a{}");
    Files.writeString(folder.resolve("secret.txt"), "secret");
  }

  @AfterEach
  void close() {
    probe.close();
  }

  private ProtocolRoute.Builder route() {
    return ProtocolRoute.builder().matchHost("bundle").directory(root);
  }

  private void serve(ProtocolRoute... routes) {
    protocol.registerSource("src", ProtocolSource.of(routes));
  }

  @Test
  void s479_theMostSpecificRouteWins() {
    serve(
        route().build(),
        route().matchPath("/assets/").directory(folder.resolve("assets")).build(),
        ProtocolRoute.builder().matchPath("/assets/very/long/").directory(root).build());
    Response json = probe.fetch("src://bundle/data.json");
    assertThat(json.headers().get("content-type")).isEqualTo("application/json");
    assertThat(get(json.text())).isEqualTo("{}");
    Response css = probe.fetch("src://bundle/assets/a.css");
    assertThat(css.headers().get("content-type")).isEqualTo("text/css");
    assertThat(get(css.text())).isEqualTo("a{}");
    assertThat(probe.fetch("src://bundle/app.js").headers().get("content-type"))
        .isEqualTo("text/javascript");
    assertThat(probe.text("src://bundle/")).isEqualTo("<p>index");
    assertThat(probe.text("src://bundle")).isEqualTo("<p>index");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src://bundle/../secret.txt",
        "src://bundle/%2e%2e/secret.txt",
        "src://bundle/..%2fsecret.txt",
        "src://bundle/%2e%2e%2fsecret.txt",
        "src://bundle/sub/%2e%2e%5c..%5csecret.txt",
        "src://bundle/%252e%252e/secret.txt",
        "src://bundle/eleven.txt%00",
        "src://bundle/%ff",
        "src://bundle//eleven.txt",
        "src://bundle/eleven.txt/",
        "src://bundle/none.txt",
        "src://bundle/sub",
        "src://bundle/sub/",
        "src://other/eleven.txt",
        "src://sub.bundle/eleven.txt",
      })
  void s481_s487_whatIsNotThere(String url) throws Exception {
    serve(route().build());
    assertThat(probe.failureOf(url)).hasMessage("net::ERR_FILE_NOT_FOUND");
  }

  @Test
  void s482_methods() throws Exception {
    serve(route().build());
    Response head =
        probe.fetch("src://bundle/eleven.txt", RequestInit.builder().method("HEAD").build());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers().get("content-type")).isEqualTo("text/plain");
    assertThat(head.headers().get("content-length")).isEqualTo("11");
    assertThat(get(head.bytes())).isEmpty();
    assertThat(failure(probe.session().fetch("src://bundle/eleven.txt", post("x"))))
        .hasMessage("net::ERR_FILE_NOT_FOUND");
  }

  @Test
  void s483_ranges() {
    serve(route().build());
    Response part = ranged("bytes=2-5");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.headers().get("content-range")).isEqualTo("bytes 2-5/11");
    assertThat(part.headers().get("content-length")).isEqualTo("4");
    Response whole = probe.fetch("src://bundle/eleven.txt");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.headers().has("content-range")).isFalse();
    Response none = ranged("bytes=50-60");
    assertThat(none.status()).isEqualTo(416);
    assertThat(none.headers().get("content-range")).isEqualTo("bytes */11");
    assertThat(get(none.bytes())).isEmpty();
  }

  private Response ranged(String range) {
    return probe.fetch(
        "src://bundle/eleven.txt", RequestInit.builder().header("Range", range).build());
  }

  @Test
  void s485_s486_links() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), root);
    Files.createSymbolicLink(root.resolve("inside.txt"), root.resolve("eleven.txt"));
    Files.createSymbolicLink(root.resolve("outside.txt"), folder.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("out"), folder);
    serve(route().directory(link).build());
    assertThat(probe.fetch("src://bundle/eleven.txt").status()).isEqualTo(200);
    assertThat(probe.text("src://bundle/inside.txt")).isEqualTo("hello world");
    assertThat(probe.failureOf("src://bundle/outside.txt")).hasMessage("net::ERR_FILE_NOT_FOUND");
    assertThat(probe.failureOf("src://bundle/out/secret.txt"))
        .hasMessage("net::ERR_FILE_NOT_FOUND");
  }

  @Test
  void s487_hostsInAnyCase() {
    serve(route().matchHost("BunDle").build());
    assertThat(probe.fetch("src://BUNDLE/eleven.txt").status()).isEqualTo(200);
  }

  @Test
  void s489_s490_headersOfTheRoute() {
    serve(
        route()
            .header("X-Route", "yes")
            .header("Content-Type", "text/nonsense")
            .header("Content-Length", "5")
            .build());
    for (String method : List.of("GET", "HEAD")) {
      Response response =
          probe.fetch("src://bundle/data.json", RequestInit.builder().method(method).build());
      assertThat(response.headers().get("x-route")).isEqualTo("yes");
      assertThat(response.headers().get("content-type")).isEqualTo("application/json");
      assertThat(response.headers().get("content-length")).isEqualTo("2");
    }
  }

  @Test
  void s491_aRootInsideAnArchive() throws Exception {
    URI archive = URI.create("jar:" + folder.resolve("files.zip").toUri());
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.createDirectories(zip.getPath("/in"));
      Files.writeString(zip.getPath("/in/zipped.txt"), "zipped");
      Files.writeString(zip.getPath("/out.txt"), "out");
      serve(route().directory(zip.getPath("/in")).build());
      assertThat(probe.text("src://bundle/zipped.txt")).isEqualTo("zipped");
      assertThat(probe.failureOf("src://bundle/..%2fout.txt"))
          .hasMessage("net::ERR_FILE_NOT_FOUND");
    }
  }

  @Test
  void s493_aSchemeHasOneAnswerer() {
    ProtocolRoute one = route().build();
    ProtocolRoute two = route().matchPath("/assets/").build();
    serve(one, two);
    assertThat(protocol.isProtocolHandled("src")).isTrue();
    assertThat(protocol.getSource("src").routes()).containsExactly(one, two);
    assertThatThrownBy(() -> protocol.handle("src", request -> Response.error()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> serve(one)).hasMessageContaining("already handled");
    assertThat(protocol.isProtocolRegistered("src")).isFalse();
    assertThat(protocol.unregisterProtocol("src")).isFalse();
    protocol.unhandle("src");
    assertThat(protocol.isProtocolHandled("src")).isFalse();
    assertThat(protocol.getSource("src")).isNull();
    protocol.handle("src", request -> Response.error());
    assertThat(protocol.getSource("src")).isNull();
    assertThatThrownBy(() -> serve(one)).hasMessageContaining("already handled");
  }

  @Test
  void s494_badArgumentsAreNamed() {
    assertThatThrownBy(ProtocolSource::of).hasMessageContaining("routes");
    assertThatThrownBy(() -> ProtocolRoute.builder().build()).hasMessageContaining("source");
    assertThatThrownBy(() -> ProtocolRoute.builder().directory(Path.of("relative")))
        .hasMessageContaining("directory")
        .hasMessageContaining("absolute");
    assertThatThrownBy(() -> ProtocolRoute.builder().matchHost(""))
        .hasMessageContaining("match.host");
    assertThatThrownBy(() -> ProtocolRoute.builder().matchPath("x"))
        .hasMessageContaining("match.path");
    assertThatThrownBy(() -> ProtocolRoute.builder().index("a/b")).hasMessageContaining("index");
    assertThatThrownBy(() -> ProtocolRoute.builder().header("a b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
    ProtocolSource source = ProtocolSource.of(route().build());
    for (String scheme :
        List.of(
            "https",
            "file",
            "blob",
            "javascript",
            "wss",
            "devtools",
            "chrome-extension",
            "view-source")) {
      assertThatThrownBy(() -> protocol.registerSource(scheme, source))
          .hasMessageContaining("built-in");
      assertThat(protocol.isProtocolHandled(scheme)).isFalse();
    }
  }

  @Test
  void s495_defaults() {
    ProtocolRoute route = ProtocolRoute.builder().directory(root).build();
    assertThat(route.host()).isNull();
    assertThat(route.path()).isEqualTo("/");
    assertThat(route.index()).isEqualTo("index.html");
    assertThat(route.root()).isEqualTo(root);
    assertThat(route.headers().size()).isZero();
  }
}
