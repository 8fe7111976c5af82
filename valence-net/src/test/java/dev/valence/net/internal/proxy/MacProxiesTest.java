package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacProxiesTest {
  /** As scutil prints a dictionary, with the settings of an interface after it. */
  private static String printed(String entries) {
    StringBuilder text = new StringBuilder("<dictionary> {\n");
    text.append("  ExceptionsList : <array> {\n    0 : *.local\n    1 : 169.254/16\n")
        .append("    2 : x.test\n  }\n");
    for (String entry : entries.split(";", -1)) {
      text.append("  ").append(entry.strip().replaceFirst("=", " : ")).append('\n');
    }
    return text
        + "  FTPPassive : 1\n  __SCOPED__ : <dictionary> {\n    en0 : <dictionary> {\n"
        + "      ExceptionsList : <array> {\n        0 : y.test\n      }\n"
        + "      HTTPEnable : 1\n      HTTPPort : 9\n      HTTPProxy : scoped\n    }\n  }\n}\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTPEnable=1;HTTPProxy=a;HTTPPort=8080 | http://y.test/ | PROXY a:8080",
        "HTTPEnable=1;HTTPProxy=a;HTTPPort=8080 | https://y.test/ | DIRECT",
        "HTTPEnable=1;HTTPProxy=a | http://y.test/ | PROXY a:80",
        "HTTPSEnable=1;HTTPSProxy=b;HTTPSPort=1 | https://y.test/ | PROXY b:1",
        "HTTPEnable=0;HTTPProxy=a;HTTPSEnable=1;HTTPSProxy=b | http://y.test/ | DIRECT",
        "SOCKSEnable=1;SOCKSProxy=s;SOCKSPort=1080 | https://y.test/ | SOCKS5 s:1080",
        "HTTPEnable=1;HTTPProxy=a;SOCKSEnable=1;SOCKSProxy=s | wss://y.test/ | SOCKS5 s:1080",
        "HTTPEnable=1;HTTPProxy=a | http://x.test/ | DIRECT",
        "HTTPEnable=1;HTTPProxy=a | http://z.local/ | DIRECT",
        "HTTPEnable=1;HTTPProxy=a | http://169.254.3.4/ | DIRECT",
        "HTTPEnable=1;HTTPProxy=a;ExcludeSimpleHostnames=1 | http://plain/ | DIRECT",
        "HTTPEnable=1;HTTPProxy=a;ExcludeSimpleHostnames=0 | http://plain/ | PROXY a:80",
      })
  void proxiesAndExceptions(String entries, String url, String expected) {
    SystemProxies read = MacProxies.parse(printed(entries));

    assertThat(Objects.requireNonNull(read).problem()).isNull();
    assertThat(FoundProxies.byRules(read, url)).isEqualTo(expected);
  }

  @Test
  void proxiesThatAreOffAreNone() {
    assertThat(MacProxies.parse("")).isNull();
    assertThat(MacProxies.parse(printed("HTTPEnable=0;HTTPProxy=a"))).isNull();
    assertThat(MacProxies.parse("<dictionary> {\n  FTPPassive : 1\n}\n")).isNull();
  }

  @Test
  void wpadThenTheScriptThenTheProxies() {
    String script = "ProxyAutoConfigURLString=http://b:81/p.pac";
    SystemProxies read =
        Objects.requireNonNull(
            MacProxies.parse(
                printed(
                    "ProxyAutoDiscoveryEnable=1;ProxyAutoConfigEnable=1;"
                        + script
                        + ";HTTPEnable=1;HTTPProxy=a")));

    assertThat(read.scripts()).containsExactly(PacSource.WPAD, PacSource.of("http://b:81/p.pac"));
    assertThat(FoundProxies.byRules(read, "http://y.test/")).isEqualTo("PROXY a:80");
    assertThat(MacProxies.parse(printed("ProxyAutoConfigEnable=0;" + script))).isNull();
  }
}
