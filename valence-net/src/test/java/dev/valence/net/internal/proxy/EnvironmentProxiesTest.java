package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {
  private static SystemProxies read(String... variables) {
    Map<String, String> environment = new TreeMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return Objects.requireNonNull(EnvironmentProxies.read(environment));
  }

  private static String proxies(SystemProxies read, String url) {
    return FoundProxies.byRules(read, url);
  }

  @Test
  void withoutVariablesThereAreNoSettings() {
    assertThat(EnvironmentProxies.read(Map.of())).isNull();
    assertThat(EnvironmentProxies.read(Map.of("http_proxy", " ", "no_proxy", "a"))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http_proxy=a:8080 | http://x.test/ | PROXY a:8080",
        "http_proxy=a:8080 | https://x.test/ | DIRECT",
        "http_proxy=http://a:8080/ | http://x.test/ | PROXY a:8080",
        "http_proxy=a | http://x.test/ | PROXY a:80",
        "HTTPS_PROXY=https://a | https://x.test/ | HTTPS a:443",
        "all_proxy=socks5h://a | https://x.test/ | SOCKS5 a:1080",
        "all_proxy=a:1 http_proxy=b:2 | http://x.test/ | PROXY b:2",
        "all_proxy=a:1 http_proxy=b:2 | https://x.test/ | PROXY a:1",
        "http_proxy=low HTTP_PROXY=up | http://x.test/ | PROXY low:80",
        "http_proxy=a | http://localhost/ | DIRECT",
        "http_proxy=a no_proxy=x.test | http://x.test/ | DIRECT",
        "http_proxy=a no_proxy=x.test | http://y.x.test/ | DIRECT",
        "http_proxy=a no_proxy=.x.test | http://y.x.test/ | DIRECT",
        "http_proxy=a no_proxy=b,x.test:81 | http://x.test/ | PROXY a:80",
        "http_proxy=a no_proxy=b,x.test:81 | http://x.test:81/ | DIRECT",
        "http_proxy=a no_proxy=10.0.0.0/8 | http://10.1.2.3/ | DIRECT",
        "http_proxy=a no_proxy=10.1.2.3 | http://10.1.2.3/ | DIRECT",
        "http_proxy=a no_proxy=10.1.2.3 | http://110.1.2.3/ | PROXY a:80",
        "http_proxy=a no_proxy=fe81::1 | http://[fe81::1]/ | DIRECT",
        "http_proxy=a NO_PROXY=* | http://x.test/ | DIRECT",
      })
  void variablesAreRules(String variables, String url, String expected) {
    SystemProxies read = read(variables.split(" ", -1));

    assertThat(read.problem()).isNull();
    assertThat(proxies(read, url)).isEqualTo(expected);
  }

  @Test
  void usersAndPasswordsAreForTheirProxy() {
    SystemProxies read = read("http_proxy=http://ann:p%40%3a@a:8080", "https_proxy=bob@b");

    assertThat(proxies(read, "http://x.test/")).isEqualTo("PROXY a:8080");
    ProxyList first =
        Objects.requireNonNull(
            new RulesSource("rules", read.rules(), read.bypass(), null)
                .now(Url.parse("http://x.test/")));
    ProxyServer proxy = first.servers().get(0);
    assertThat(read.credentials()).hasSize(2);
    assertThat(read.credentials().get(proxy)).isEqualTo(new ProxyCredentials("ann", "p@:"));
    assertThat(read.toString()).doesNotContain("p@:").doesNotContain("p%40");
  }

  @Test
  void aCgiProgramTakesNoProxyFromARequest() {
    assertThat(EnvironmentProxies.read(Map.of("REQUEST_METHOD", "GET", "HTTP_PROXY", "evil")))
        .isNull();
    assertThat(proxies(read("REQUEST_METHOD=GET", "http_proxy=a"), "http://x.test/"))
        .isEqualTo("PROXY a:80");
  }

  @Test
  void autoProxyIsAScript() {
    assertThat(read("auto_proxy=http://a/p.pac").scripts())
        .containsExactly(PacSource.of("http://a/p.pac"));
    assertThat(read("auto_proxy=", "http_proxy=a").scripts()).containsExactly(PacSource.WPAD);

    SystemProxies wrong = read("auto_proxy=file:///p.pac");
    assertThat(wrong.scripts()).isEmpty();
    assertThat(wrong.problem()).contains("auto_proxy", "file:///p.pac");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http_proxy=a:99999", "http_proxy=gopher://a"})
  void whatCannotBeReadIsTold(String variable) {
    SystemProxies read = read(variable, "https_proxy=b");

    assertThat(read.problem()).startsWith("http_proxy: ");
    assertThat(proxies(read, "https://x.test/")).isEqualTo("PROXY b:80");
  }
}
