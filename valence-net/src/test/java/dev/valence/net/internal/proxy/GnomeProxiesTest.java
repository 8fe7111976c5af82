package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyScheme;
import dev.valence.net.proxy.ProxyServer;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GnomeProxiesTest {
  /** As gsettings 2.74 prints it where nothing was set. */
  private static final String DEFAULTS =
      """
      org.gnome.system.proxy autoconfig-url ''
      org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1']
      org.gnome.system.proxy mode 'none'
      org.gnome.system.proxy use-same-proxy true
      org.gnome.system.proxy.ftp host ''
      org.gnome.system.proxy.ftp port 0
      org.gnome.system.proxy.http authentication-password ''
      org.gnome.system.proxy.http authentication-user ''
      org.gnome.system.proxy.http enabled false
      org.gnome.system.proxy.http host ''
      org.gnome.system.proxy.http port 8080
      org.gnome.system.proxy.http use-authentication false
      org.gnome.system.proxy.https host ''
      org.gnome.system.proxy.https port 0
      org.gnome.system.proxy.socks host ''
      org.gnome.system.proxy.socks port 0
      """;

  /** The defaults with other values: {@code [child ]key=value}, with {@code ;} between. */
  private static SystemProxies read(String changes) {
    String output = DEFAULTS;
    for (String change : changes.split(";", -1)) {
      int equals = change.indexOf('=');
      String key = change.substring(0, equals).strip();
      String name = GnomeProxies.SCHEMA + (key.indexOf(' ') < 0 ? " " + key : "." + key);
      assertThat(output).contains(name + " ");
      output =
          output.replaceFirst(
              "(?m)^\\Q" + name + "\\E .*$",
              java.util.regex.Matcher.quoteReplacement(
                  name + " " + change.substring(equals + 1).strip()));
    }
    return Objects.requireNonNull(GnomeProxies.parse(output));
  }

  @Test
  void noneIsNoProxyWhateverElseStandsThere() {
    SystemProxies read = read("http host='a'; mode='none'");

    assertThat(read.isEmpty()).isTrue();
    assertThat(read.problem()).isNull();
    assertThat(read.origin()).isEqualTo("the GNOME settings");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "http host='a' | http://x.test/ | PROXY a:8080",
        "http host='a' | https://x.test/ | DIRECT",
        "http host='a'; http port=3128 | http://x.test/ | PROXY a:3128",
        "http host='a'; http port=0 | http://x.test/ | PROXY a:80",
        "https host='b'; https port=1 | https://x.test/ | PROXY b:1",
        "https host='b'; https port=uint32 7 | https://x.test/ | PROXY b:7",
        "https host='https://b/'; https port=0 | https://x.test/ | PROXY b:80",
        "socks host='s' | https://x.test/ | SOCKS5 s:1080",
        "socks host='socks4://s'; socks port=9 | http://x.test/ | SOCKS s:9",
        "socks host='s'; http host='a' | http://x.test/ | PROXY a:8080",
        "socks host='s'; http host='a' | https://x.test/ | SOCKS5 s:1080",
        "socks host='s'; http host='a' | ws://x.test/ | SOCKS5 s:1080",
        "http host='fd00::1' | http://x.test/ | PROXY [fd00::1]:8080",
        "http host=\"a\"; ignore-hosts=['x.test'] | http://x.test/ | DIRECT",
        "http host='a'; ignore-hosts=['x.test'] | http://y.x.test/ | PROXY a:8080",
        "http host='a'; ignore-hosts=['*.x.test', \"z.test\"] | http://y.x.test/ | DIRECT",
        "http host='a'; ignore-hosts=['*.x.test', \"z.test\"] | http://z.test/ | DIRECT",
        "http host='a'; ignore-hosts=['10.0.0.0/8'] | http://10.9.9.9/ | DIRECT",
        "http host='a'; ignore-hosts=['fd00::7'] | http://[fd00::7]/ | DIRECT",
        "http host='a'; ignore-hosts=@as [] | http://x.test/ | PROXY a:8080",
        "http host='a' | http://localhost/ | DIRECT",
      })
  void manualSettingsAreRules(String changes, String url, String expected) {
    SystemProxies read = read("mode='manual';" + changes);

    assertThat(read.problem()).isNull();
    assertThat(FoundProxies.byRules(read, url)).isEqualTo(expected);
  }

  @Test
  void autoIsAScriptOrWpad() {
    assertThat(read("mode='auto'").scripts()).containsExactly(PacSource.WPAD);
    assertThat(read("mode='auto'; autoconfig-url='http://a/p.pac'").scripts())
        .containsExactly(PacSource.of("http://a/p.pac"));

    SystemProxies file = read("mode='auto'; autoconfig-url='file:///p.pac'");
    assertThat(file.scripts()).isEmpty();
    assertThat(file.problem()).contains("autoconfig-url", "file:///p.pac");
  }

  @Test
  void theUserOfTheHttpProxyCountsWhereItIsOn() {
    String user =
        "mode='manual'; http host='a'; http authentication-user='ann';"
            + " http authentication-password=\"it's \\\\ \\u00e9\"";

    assertThat(read(user).credentials()).isEmpty();
    SystemProxies read = read(user + "; http use-authentication=true");
    assertThat(read.credentials())
        .containsEntry(
            ProxyServer.parse("a:8080", ProxyScheme.HTTP),
            new ProxyCredentials("ann", "it's \\ \u00e9"));
    assertThat(read.toString()).doesNotContain("it's");
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestCounts() {
    SystemProxies read = read("mode='manual'; http host='a b'; https host='c'");

    assertThat(read.problem()).startsWith("http host: ");
    assertThat(FoundProxies.byRules(read, "https://x.test/")).isEqualTo("PROXY c:80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "No such schema",
        "org.gnome.system.proxy mode",
        "org.gnome.system.proxy mode 'later'",
        "org.gnome.system.proxy mode 'manual'",
        "org.gnome.system.proxy mode '",
      })
  void settingsWithoutAProxyLeaveItToTheEnvironment(String output) {
    assertThat(GnomeProxies.parse(output)).isNull();
  }
}
