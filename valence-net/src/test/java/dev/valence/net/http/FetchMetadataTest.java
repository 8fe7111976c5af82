package dev.valence.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchMetadataTest {
  private static final Url SERVER = Url.parse("http://127.0.0.1:8080/x");

  /** The rule of rows N033 and N034: the option first, else the header, else nobody. */
  @Test
  void theOptionOrTheOriginHeaderNamesTheInitiator() {
    Origin header = FetchMetadata.initiator(null, "http://127.0.0.1:8080");
    assertThat(FetchMetadata.site(header, List.of(SERVER))).isEqualTo("same-origin");
    Origin option = FetchMetadata.initiator("https://other.test", "http://127.0.0.1:8080");
    assertThat(FetchMetadata.site(option, List.of(SERVER))).isEqualTo("cross-site");
    assertThat(FetchMetadata.initiator(null, null)).isNull();
    assertThat(FetchMetadata.site(null, List.of(SERVER))).isEqualTo("none");
    Origin opaque = FetchMetadata.initiator("null", null);
    assertThat(opaque).isNotNull();
    assertThat(opaque.isOpaque()).isTrue();
    assertThat(FetchMetadata.site(opaque, List.of(SERVER))).isEqualTo("cross-site");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.test, https://a.test/x, same-origin",
    "https://a.test:443, https://a.test/x, same-origin",
    "https://a.test, https://a.test:444/x, same-site",
    "https://www.a.example.com, https://b.example.com/x, same-site",
    "http://example.com, https://example.com/x, cross-site",
    "https://a.co.uk, https://b.co.uk/, cross-site",
    "https://a.github.io, https://b.github.io/, cross-site",
    "http://127.0.0.1:1, http://127.0.0.1:2/, same-site",
    "http://127.0.0.1, http://127.0.0.2/, cross-site",
    "http://localhost, http://127.0.0.1/, cross-site",
    "https://a.test, data:x, cross-site",
  })
  void theRelationOfInitiatorAndTarget(String initiator, String target, String site) {
    assertThat(FetchMetadata.site(Url.parse(initiator).origin(), List.of(Url.parse(target))))
        .isEqualTo(site);
  }

  @Test
  void theFarthestHopOfARedirectChainCounts() {
    Origin initiator = Url.parse("https://a.example.com").origin();
    Url own = Url.parse("https://a.example.com/1");
    Url near = Url.parse("https://b.example.com/2");
    Url far = Url.parse("https://other.test/3");
    assertThat(FetchMetadata.site(initiator, List.of(own, near))).isEqualTo("same-site");
    assertThat(FetchMetadata.site(initiator, List.of(own, near, own))).isEqualTo("same-site");
    assertThat(FetchMetadata.site(initiator, List.of(own, far, own))).isEqualTo("cross-site");
    assertThat(FetchMetadata.site(null, List.of(own, far))).isEqualTo("none");
  }

  @Test
  void theDefaultsAreElectrons() {
    assertThat(FetchMetadata.fields(new HeaderList(), null, List.of(SERVER)))
        .isEqualTo(
            HeaderList.of(
                "Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "empty"));
    assertThat(
            FetchMetadata.fields(
                new HeaderList(), null, List.of(SERVER), "navigate", "document", true))
        .isEqualTo(
            HeaderList.of(
                "Sec-Fetch-Site", "none",
                "Sec-Fetch-Mode", "navigate",
                "Sec-Fetch-User", "?1",
                "Sec-Fetch-Dest", "document"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sec-fetch-mode", "SEC-FETCH-DEST", "Sec-Fetch-Site"})
  void whatTheProgramSetIsNotAddedAgain(String name) {
    HeaderList fields = FetchMetadata.fields(HeaderList.of(name, "own"), null, List.of(SERVER));
    assertThat(fields.size()).isEqualTo(2);
    assertThat(fields.contains(name)).isFalse();
  }

  @Test
  void nothingIsSentToUrlsThatAreNotTrustworthy() {
    Url plain = Url.parse("http://a.test/");
    assertThat(FetchMetadata.fields(new HeaderList(), null, List.of(plain)).isEmpty()).isTrue();
    assertThat(FetchMetadata.fields(new HeaderList(), null, List.of(SERVER, plain)).isEmpty())
        .isTrue();
    assertThat(FetchMetadata.fields(new HeaderList(), null, List.of(plain, SERVER)).size())
        .isEqualTo(3);
  }
}
