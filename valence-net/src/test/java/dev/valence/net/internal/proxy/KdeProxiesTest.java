package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KdeProxiesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("http_proxy", "http://env:81", "my_proxy", "mine:82", "no_proxy", "x.test");

  /** A file as Plasma writes it, with these lines in its section, {@code ;} between. */
  private static SystemProxies read(String lines) {
    String file =
        "PreferencesOfNobody=1\n[$Version]\nupdate_info=kioslave.upd:kde2\n\n"
            + "[Proxy Settings][$i]\nAuthMode=0\n"
            + lines.replace(';', '\n')
            + "\n\n[Other]\nProxyType=0\nhttpProxy=http://wrong 1\n";
    return Objects.requireNonNull(KdeProxies.parse(List.of(file), ENVIRONMENT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "httpProxy=http://a 8080 | http://x.test/ | PROXY a:8080",
        "httpProxy=http://a:8080 | http://x.test/ | PROXY a:8080",
        "httpProxy=a | http://x.test/ | PROXY a:80",
        "httpProxy[$e]=http://a 8080 | http://x.test/ | PROXY a:8080",
        " httpProxy = a  | http://x.test/ | PROXY a:80",
        "httpProxy=a;httpsProxy=http://b 1 | https://x.test/ | PROXY b:1",
        "httpProxy=a;socksProxy=socks://s 1080 | https://x.test/ | SOCKS5 s:1080",
        "socksProxy=socks4://s 1080 | http://x.test/ | SOCKS s:1080",
        "httpProxy=a;httpsProxy=//:8080 | https://x.test/ | DIRECT",
        "httpProxy=a;NoProxyFor=x.test, .y.test | http://z.x.test/ | DIRECT",
        "httpProxy=a;NoProxyFor=x.test, .y.test | http://z.y.test/ | DIRECT",
        "httpProxy=a;NoProxyFor=x.test y.test | http://y.test/ | DIRECT",
        "httpProxy=a;NoProxyFor=<local> | http://plain/ | DIRECT",
        "httpProxy=a;NoProxyFor=x.test | http://z.test/ | PROXY a:80",
        "httpProxy=a;NoProxyFor=x.test;ReversedException=true | http://x.test/ | PROXY a:80",
        "httpProxy=a;NoProxyFor=x.test;ReversedException=1 | http://z.test/ | DIRECT",
        "httpProxy=a;NoProxyFor=x.test;ReversedException=01 | http://localhost/ | DIRECT",
        "httpProxy=a;NoProxyFor=x.test;ReversedException=false | http://x.test/ | DIRECT",
        "httpProxy=a;NoProxyFor=x.test;ReversedException=0 | http://x.test/ | DIRECT",
        "httpProxy=a;ReversedException=true | http://z.test/ | DIRECT",
      })
  void type1HasProxiesAndExceptions(String lines, String url, String expected) {
    SystemProxies read = read("ProxyType=1;" + lines);

    assertThat(read.problem()).isNull();
    assertThat(FoundProxies.byRules(read, url)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "httpProxy=http_proxy | http://y.test/ | PROXY env:81",
        "httpProxy=HTTP_PROXY,http_proxy,proxy | http://y.test/ | PROXY env:81",
        "httpProxy=http_proxy;httpsProxy=my_proxy | https://y.test/ | PROXY mine:82",
        "httpProxy=http_proxy;NoProxyFor=no_proxy | http://z.x.test/ | DIRECT",
        "httpProxy=http_proxy;NoProxyFor=x.test | http://x.test/ | PROXY env:81",
        "httpProxy=http_proxy;httpsProxy=not_set | https://y.test/ | DIRECT",
      })
  void type4NamesVariables(String lines, String url, String expected) {
    assertThat(FoundProxies.byRules(read("ProxyType=4;" + lines), url)).isEqualTo(expected);
  }

  @Test
  void type0And3And2() {
    assertThat(read("ProxyType=0;httpProxy=a").isEmpty()).isTrue();
    assertThat(read("ProxyType=x;httpProxy=a").isEmpty()).isTrue();
    assertThat(read("ProxyType=3;Proxy Config Script=http://a/p.pac").scripts())
        .containsExactly(PacSource.WPAD);
    assertThat(read("ProxyType=2;Proxy Config Script=http://a/p.pac").scripts())
        .containsExactly(PacSource.of("http://a/p.pac"));
    assertThat(read("ProxyType=2").scripts()).containsExactly(PacSource.WPAD);
    assertThat(read("ProxyType=2;Proxy Config Script=/p.pac").problem())
        .contains("Proxy Config Script", "/p.pac");
  }

  @Test
  void theFileOfTheUserWinsKeyByKey() {
    String shared = "[Proxy Settings]\r\nProxyType=1\r\nhttpProxy=a\r\nhttpsProxy=b\r\n";
    String own = "[Proxy Settings]\nhttpProxy=c\n";

    SystemProxies read = KdeProxies.parse(List.of(shared, own), Map.of());

    assertThat(FoundProxies.byRules(read, "http://x.test/")).isEqualTo("PROXY c:80");
    assertThat(FoundProxies.byRules(read, "https://x.test/")).isEqualTo("PROXY b:80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[Proxy Settings]", "[Proxy Settings]\nProxyType=1\n", "ProxyType=1\nhttp"})
  void aFileWithoutAProxyLeavesItToTheEnvironment(String file) {
    assertThat(KdeProxies.parse(List.of(file), Map.of())).isNull();
  }
}
