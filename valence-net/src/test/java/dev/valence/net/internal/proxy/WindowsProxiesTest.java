package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsProxiesTest {
  private static final String KEY =
      "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";

  /** As reg.exe prints a key: an empty line, its name, values with four spaces between. */
  private static String printed(String... values) {
    StringBuilder text = new StringBuilder("\r\n" + KEY + "\r\n");
    text.append("    User Agent    REG_SZ    Mozilla/4.0 (compatible; MSIE 8.0; Win32)\r\n");
    for (String value : values) {
      int colon = value.indexOf(':');
      text.append("    ")
          .append(value, 0, colon)
          .append("    ")
          .append(value.substring(colon + 1).replaceFirst(" ", "    "))
          .append("\r\n");
    }
    return text + "\r\n" + KEY + "\\Connections\r\n" + KEY + "\\Zones\r\n";
  }

  private static String connections(String flags) {
    return "\r\n"
        + KEY
        + "\\Connections\r\n    DefaultConnectionSettings    REG_BINARY    4600000005000000"
        + flags
        + "000000000000000000000000000000000000000000\r\n\r\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:8080 | <local> | http://x.test/ | PROXY a:8080",
        "a:8080 | <local> | https://x.test/ | PROXY a:8080",
        "a:8080 | <local> | wss://x.test/ | PROXY a:8080",
        "a:8080 | <local> | http://intranet/ | DIRECT",
        "a | '' | http://intranet/ | PROXY a:80",
        "http://a:8080 | '' | https://x.test/ | PROXY a:8080",
        "http=a:1;https=b:2;ftp=c:3;socks=d:4 | '' | http://x.test/ | PROXY a:1",
        "http=a:1;https=b:2;ftp=c:3;socks=d:4 | '' | https://x.test/ | PROXY b:2",
        "http=a:1;https=b:2;ftp=c:3;socks=d:4 | '' | ws://x.test/ | SOCKS d:4",
        "http=a:1 https=b:2 | '' | https://x.test/ | PROXY b:2",
        "http=a:1;https=https://b:2 | '' | https://x.test/ | HTTPS b:2",
        "http=a:1 | '' | https://x.test/ | DIRECT",
        "a:1 | *.x.test;10.*;<local> | http://y.x.test/ | DIRECT",
        "a:1 | *.x.test;10.*;<local> | http://10.1.2.3/ | DIRECT",
        "a:1 | *.x.test;10.*;<local> | http://x.test/ | PROXY a:1",
        "a:1 | <-loopback> | http://localhost/ | PROXY a:1",
        "a:1 | '' | http://localhost/ | DIRECT",
      })
  void proxiesAndExceptions(String servers, String override, String url, String expected) {
    SystemProxies read =
        WindowsProxies.parse(
            printed(
                "ProxyEnable:REG_DWORD 0x1",
                "ProxyServer:REG_SZ " + servers,
                "ProxyOverride:REG_SZ " + override),
            "");

    assertThat(Objects.requireNonNull(read).problem()).isNull();
    assertThat(FoundProxies.byRules(read, url)).isEqualTo(expected);
  }

  @Test
  void proxiesThatAreOffAreNone() {
    assertThat(WindowsProxies.parse("", "")).isNull();
    assertThat(
            WindowsProxies.parse(
                printed("ProxyEnable:REG_DWORD 0x0", "ProxyServer:REG_SZ a:1"),
                connections("01000000")))
        .isNull();
  }

  @Test
  void wpadThenTheScriptThenTheProxies() {
    SystemProxies read =
        Objects.requireNonNull(
            WindowsProxies.parse(
                printed(
                    "ProxyEnable:REG_DWORD 0x1",
                    "ProxyServer:REG_SZ a:1",
                    "AutoConfigURL:REG_SZ http://b/p.pac"),
                connections("0f000000")));

    assertThat(read.scripts()).containsExactly(PacSource.WPAD, PacSource.of("http://b/p.pac"));
    assertThat(FoundProxies.byRules(read, "http://x.test/")).isEqualTo("PROXY a:1");
    assertThat(read.origin()).isEqualTo("the Windows Internet settings");
  }

  @Test
  void whetherToDetectStandsInTheConnectionsBeforeTheValue() {
    String on = printed("AutoDetect:REG_DWORD 0x1");

    assertThat(WindowsProxies.parse(on, connections("01000000"))).isNull();
    assertThat(Objects.requireNonNull(WindowsProxies.parse(on, "")).scripts())
        .containsExactly(PacSource.WPAD);
    assertThat(
            Objects.requireNonNull(WindowsProxies.parse(printed(), connections("09000000")))
                .scripts())
        .containsExactly(PacSource.WPAD);
  }

  @Test
  void whatCannotBeReadIsTold() {
    SystemProxies read =
        WindowsProxies.parse(
            printed("ProxyEnable:REG_DWORD 0x1", "ProxyServer:REG_SZ a:99999"), "");
    assertThat(Objects.requireNonNull(read).problem()).startsWith("ProxyServer: ");
    SystemProxies script = WindowsProxies.parse(printed("AutoConfigURL:REG_SZ file://p.pac"), "");
    assertThat(Objects.requireNonNull(script).problem()).startsWith("AutoConfigURL: ");
  }
}
