package dev.valence.net.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyServerTest {
  @ParameterizedTest
  @CsvSource({
    "foopy, HTTP, foopy, 80, PROXY foopy:80, foopy:80",
    "foopy:8080, HTTP, foopy, 8080, PROXY foopy:8080, foopy:8080",
    "FOOPY:10, HTTP, foopy, 10, PROXY foopy:10, foopy:10",
    "http://foopy, HTTP, foopy, 80, PROXY foopy:80, foopy:80",
    "https://foopy, HTTPS, foopy, 443, HTTPS foopy:443, https://foopy:443",
    "HTTPS://foopy:17, HTTPS, foopy, 17, HTTPS foopy:17, https://foopy:17",
    "socks4://foopy, SOCKS4, foopy, 1080, SOCKS foopy:1080, socks4://foopy:1080",
    "socks4a://foopy, SOCKS4A, foopy, 1080, SOCKS4A foopy:1080, socks4a://foopy:1080",
    "socks5://foopy, SOCKS5, foopy, 1080, SOCKS5 foopy:1080, socks5://foopy:1080",
    "socks://foopy, SOCKS5, foopy, 1080, SOCKS5 foopy:1080, socks5://foopy:1080",
    "[::1], HTTP, [::1], 80, PROXY [::1]:80, [::1]:80",
    "https://[0:0::1]:5, HTTPS, [::1], 5, HTTPS [::1]:5, https://[::1]:5",
    "127.0.0.1:1, HTTP, 127.0.0.1, 1, PROXY 127.0.0.1:1, 127.0.0.1:1",
    "b\u00fccher.example, HTTP, xn--bcher-kva.example, 80, PROXY xn--bcher-kva.example:80,"
        + " xn--bcher-kva.example:80",
  })
  void readsUris(
      String uri, ProxyScheme scheme, String host, int port, String pac, String serialised) {
    ProxyServer server = ProxyServer.parse("  " + uri + "\t");

    assertThat(server.scheme()).isEqualTo(scheme);
    assertThat(server.host()).isEqualTo(host);
    assertThat(server.port()).isEqualTo(port);
    assertThat(server.toPacString()).isEqualTo(pac);
    assertThat(server).hasToString(serialised);
    assertThat(ProxyServer.parse(serialised)).isEqualTo(server).hasSameHashCodeAs(server);
    assertThat(ProxyServer.parsePac(pac)).isEqualTo(server);
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY foopy:10, foopy:10",
    "proxy foopy, foopy:80",
    "HTTPS foopy, https://foopy:443",
    "SOCKS foopy, socks4://foopy:1080",
    "SOCKS4 foopy:1, socks4://foopy:1",
    "SocKs5  foopy:2, socks5://foopy:2",
    "DIRECT, direct://",
    "direct, direct://",
  })
  void readsElementsOfPacResults(String element, String uri) {
    assertThat(ProxyServer.parsePac(element)).hasToString(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "foopy:",
        "foopy:0",
        "foopy:65536",
        "foopy:x",
        "foopy:-1",
        "foo py",
        "foopy/",
        "foopy/path",
        "foopy?q",
        "foopy#f",
        "foo\\bar",
        "::1",
        "[::1",
        "[zz]:1",
        "http://",
        "direct://foopy",
        "ftp://foopy",
        "quic://foopy:443",
        "gopher://x",
        "http://http://foopy",
        "foopy:80:80",
        "%zz",
        "foo\u0000bar",
      })
  void refusesWhatIsNoProxy(String uri) {
    assertThatThrownBy(() -> ProxyServer.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no proxy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "PROXY", "PROXY ", "FOO foopy:1", "DIRECT foopy", "QUIC foopy:1", "foopy:80"})
  void refusesWhatIsNoElementOfAPacResult(String element) {
    assertThatThrownBy(() -> ProxyServer.parsePac(element))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPasswordIsRefusedAndNotShown() {
    for (String uri : List.of("ann:secret@foopy:80", "http://ann:secret@foopy", "secret@foopy")) {
      assertThatThrownBy(() -> ProxyServer.parse(uri))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("credentials(user, password)")
          .hasMessageNotContaining("secret");
    }
    assertThatThrownBy(() -> ProxyServer.parse("bad://ann:secret@foopy"))
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> ProxyServer.parse("ann:secret://ann:secret@foopy"))
        .hasMessageNotContaining("secret");
  }

  @Test
  void aLongTextIsRefused() {
    assertThatThrownBy(() -> ProxyServer.parse("a".repeat(5000)))
        .hasMessageContaining("5000 characters");
    assertThatThrownBy(() -> ProxyServer.parsePac("PROXY " + "a".repeat(5000)))
        .hasMessageContaining("characters");
  }

  @Test
  void aListReadsPacResults() {
    ProxyList list = ProxyList.parsePac(" PROXY a:1 ; rubbish; SOCKS5 b;;DIRECT ");

    assertThat(list).hasToString("PROXY a:1;SOCKS5 b:1080;DIRECT");
    assertThat(ProxyList.parsePac("DIRECT")).isSameAs(ProxyList.DIRECT);
    assertThat(ProxyList.parsePac("rubbish;;QUIC x:1")).isNull();
    assertThat(ProxyList.parsePac("")).isNull();
    assertThat(ProxyList.parsePac("PROXY a:1;".repeat(10_000))).hasSize(ProxyList.MOST);
  }

  @Test
  void configurationsKeepSecrets() {
    ProxyConfig config =
        ProxyConfig.builder()
            .proxyRules("foopy:80")
            .credentials("ann", "secret")
            .credentials(ProxyServer.parse("other"), "bob", "secret2")
            .build();

    assertThat(config.toString()).doesNotContain("secret", "ann", "bob");
    assertThat(new ProxyCredentials("ann", "secret").toString()).doesNotContain("ann", "secret");
    assertThat(config.credentialsFor(ProxyServer.parse("other:80")))
        .isEqualTo(new ProxyCredentials("bob", "secret2"));
    assertThat(config.credentialsFor(ProxyServer.parse("third:80")))
        .isEqualTo(new ProxyCredentials("ann", "secret"));
    assertThat(ProxyConfig.pacScript("http://ann:secret@pac.example/x.pac").toString())
        .doesNotContain("ann", "secret")
        .contains("pac.example");
  }

  @Test
  void theModeFollowsFromWhatIsGiven() {
    assertThat(ProxyConfig.builder().build().mode()).isEqualTo(ProxyMode.FIXED_SERVERS);
    assertThat(ProxyConfig.builder().pacScript("http://x/").proxyRules("a").build().mode())
        .isEqualTo(ProxyMode.PAC_SCRIPT);
    assertThat(ProxyConfig.builder().mode("direct").proxyRules("a").build().mode())
        .isEqualTo(ProxyMode.DIRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/proxy.pac", "ftp://x/y", "http://", "nonsense", "function other(){}"})
  void refusesScriptsThatAreNone(String pacScript) {
    assertThatThrownBy(() -> ProxyConfig.pacScript(pacScript))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pacScript");
  }
}
