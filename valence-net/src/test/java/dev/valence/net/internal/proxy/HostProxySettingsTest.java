package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class HostProxySettingsTest {
  @TempDir Path folder;

  private Map<String, String> environment(String... variables) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", folder + ":/usr/bin:/bin");
    environment.put("HOME", folder.toString());
    environment.put("XDG_CONFIG_DIRS", folder.resolve("shared").toString());
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return environment;
  }

  private static SystemProxies read(HostProxySettings settings) {
    List<SystemProxies> answers = new ArrayList<>();
    settings.read(Runnable::run, answers::add);
    return answers.get(0);
  }

  private static SystemProxies read(Map<String, String> environment) {
    return read(HostProxySettings.of(environment, "Linux"));
  }

  /** A program of that name in front of the others. */
  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, text);
  }

  @Test
  void withoutADesktopTheEnvironmentIsReadAtOnce() {
    HostProxySettings settings = HostProxySettings.of(environment("http_proxy=a:1"), "Linux");

    assertThat(settings.mayChange()).isFalse();
    SystemProxies now = Objects.requireNonNull(settings.readNow());
    assertThat(now.origin()).isEqualTo("environment");
    assertThat(FoundProxies.byRules(now, "http://x.test/")).isEqualTo("PROXY a:1");
  }

  @Test
  void aDesktopIsReadAnewAndBeforeTheEnvironment() throws Exception {
    Map<String, String> environment = environment("XDG_CURRENT_DESKTOP=GNOME", "http_proxy=a:1");
    program(
        "gsettings", "[ \"$*\" = 'list-recursively org.gnome.system.proxy' ] && cat \"$HOME/now\"");
    HostProxySettings settings = HostProxySettings.of(environment, "Linux");
    assertThat(settings.mayChange()).isTrue();
    assertThat(settings.readNow()).isNull();

    file("now", "org.gnome.system.proxy mode 'manual'\norg.gnome.system.proxy.http host 'g'\n");
    assertThat(FoundProxies.byRules(read(settings), "http://x.test/")).isEqualTo("PROXY g:80");

    file("now", "org.gnome.system.proxy mode 'none'\n");
    SystemProxies none = read(settings);
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.origin()).isEqualTo("the GNOME settings");

    file("now", "org.gnome.system.proxy mode 'manual'\n");
    assertThat(read(settings).origin()).isEqualTo("environment");
  }

  @Test
  void aProgramThatIsMissingOrFailsIsToldAndTheEnvironmentCounts() throws Exception {
    Map<String, String> environment =
        environment("XDG_CURRENT_DESKTOP=GNOME", "http_proxy=a:1", "PATH=" + folder + "::.");
    SystemProxies missing = read(environment);
    assertThat(missing.origin()).isEqualTo("environment");
    assertThat(missing.problem()).contains("GNOME", "\"gsettings\"", "PATH");
    assertThat(FoundProxies.byRules(missing, "http://x.test/")).isEqualTo("PROXY a:1");

    program("gsettings", "exit 3");
    assertThat(read(environment).problem()).contains("exit code 3");

    environment.remove("http_proxy");
    assertThat(read(environment).origin()).isEqualTo("no settings");
    assertThat(read(environment).problem()).contains("exit code 3");
  }

  @Test
  void aProgramThatHangsOrFloodsIsEnded() throws Exception {
    Map<String, String> environment = environment();
    program("gsettings", "echo started >> \"$HOME/log\"; sleep 600; echo late");
    assertThatThrownBy(() -> new GnomeSettings(environment, Duration.ofMillis(300)).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not end within 300 ms");

    program("gsettings", "exec yes");
    assertThatThrownBy(() -> new GnomeSettings(environment, Duration.ofSeconds(60)).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than " + SettingsProgram.MAX_BYTES);
  }

  @Test
  void plasmaKeepsItsFileInTheFoldersOfXdg() throws Exception {
    Map<String, String> environment =
        environment("XDG_CURRENT_DESKTOP=KDE", "KDE_SESSION_VERSION=6", "http_proxy=a:1");
    assertThat(read(environment).origin()).isEqualTo("environment");

    file("shared/kioslaverc", "[Proxy Settings]\nProxyType=1\nhttpProxy=s\nhttpsProxy=t\n");
    file(".config/kioslaverc", "[Proxy Settings]\nhttpProxy=http://k 8080\n");
    SystemProxies read = read(environment);
    assertThat(read.origin()).contains("KDE");
    assertThat(FoundProxies.byRules(read, "http://x.test/")).isEqualTo("PROXY k:8080");
    assertThat(FoundProxies.byRules(read, "https://x.test/")).isEqualTo("PROXY t:80");

    file("own/kioslaverc", "[Proxy Settings]\nhttpProxy=o\n");
    environment.put("XDG_CONFIG_HOME", folder.resolve("own").toString());
    assertThat(FoundProxies.byRules(read(environment), "http://x.test/")).isEqualTo("PROXY o:80");

    Files.writeString(folder.resolve("own/kioslaverc"), "#".repeat(300_000));
    assertThat(read(environment).problem()).contains("KDE", "kioslaverc", "more than");
  }

  @Test
  void olderKdeKeepsItsFileBelowItsHome() throws Exception {
    Path first =
        file(".kde/share/config/kioslaverc", "[Proxy Settings]\nProxyType=1\nhttpProxy=3\n");
    Path other =
        file(".kde4/share/config/kioslaverc", "[Proxy Settings]\nProxyType=1\nhttpProxy=four\n");
    Map<String, String> environment = environment("XDG_CURRENT_DESKTOP=KDE");
    touch(first, 1000);
    touch(other, 2000);
    assertThat(FoundProxies.byRules(read(environment), "http://x.test/"))
        .isEqualTo("PROXY four:80");

    touch(first, 3000);
    assertThat(FoundProxies.byRules(read(environment), "http://x.test/"))
        .isEqualTo("PROXY 0.0.0.3:80");

    environment.put("KDEHOME", folder.resolve(".kde4").toString());
    assertThat(FoundProxies.byRules(read(environment), "http://x.test/"))
        .isEqualTo("PROXY four:80");
  }

  private static void touch(Path file, long millis) throws IOException {
    Files.setLastModifiedTime(
        Objects.requireNonNull(file.getParent()), FileTime.fromMillis(millis));
  }

  @Test
  void onWindowsAndMacWithoutTheirProgramsTheEnvironmentCounts() {
    for (String system : new String[] {"Windows 11", "Mac OS X"}) {
      Map<String, String> environment =
          environment("http_proxy=a:1", "SystemRoot=" + folder.resolve("windows"));
      HostProxySettings settings = HostProxySettings.of(environment, system);
      assertThat(settings.mayChange()).isTrue();
      if (!system.startsWith("Mac") || !Files.exists(Path.of("/usr/sbin/scutil"))) {
        SystemProxies read = read(settings);
        assertThat(read.problem())
            .contains("cannot be read", system.startsWith("Mac") ? "macOS" : "Windows");
        assertThat(FoundProxies.byRules(read, "http://x.test/")).isEqualTo("PROXY a:1");
      }
    }
  }

  @Test
  void regIsAskedForTheSettingsAndTheConnections() throws Exception {
    Path reg = file("windows/System32/reg.exe", REG);
    Files.setPosixFilePermissions(reg, PosixFilePermissions.fromString("rwx------"));

    SystemProxies read =
        read(
            HostProxySettings.of(
                environment("systemroot=" + folder.resolve("windows"), "http_proxy=a:1"),
                "Windows 11"));

    assertThat(read.problem()).isNull();
    assertThat(read.scripts()).containsExactly(PacSource.WPAD);
    assertThat(FoundProxies.byRules(read, "http://x.test/")).isEqualTo("PROXY w:8080");
  }

  private static final String REG =
      """
      #!/bin/sh
      key='HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings'
      case "$1|$2|$3|$4" in
        "query|$key||")
          printf '\\r\\n%s\\r\\n' "$key"
          printf '    ProxyEnable    REG_DWORD    0x1\\r\\n'
          printf '    ProxyServer    REG_SZ    w:8080\\r\\n' ;;
        "query|$key\\Connections|/v|DefaultConnectionSettings")
          printf '    DefaultConnectionSettings    REG_BINARY    46000000050000000B00000000\\r\\n' ;;
        *) exit 1 ;;
      esac
      """;

  @Tag("peers")
  @Test
  void gsettingsItself() throws Exception {
    assertThat(Path.of("/usr/bin/gsettings"))
        .as("the package libglib2.0-bin, with gsettings-desktop-schemas")
        .isExecutable();
    Map<String, String> environment =
        environment(
            "PATH=/usr/bin",
            "XDG_CURRENT_DESKTOP=ubuntu:GNOME",
            "GSETTINGS_BACKEND=keyfile",
            "XDG_CONFIG_HOME=" + folder.resolve("config"));
    HostProxySettings settings = HostProxySettings.of(environment, "Linux");
    assertThat(read(settings).origin()).isEqualTo("the GNOME settings");
    assertThat(read(settings).isEmpty()).isTrue();

    set(environment, "org.gnome.system.proxy", "mode", "manual");
    set(environment, "org.gnome.system.proxy.http", "host", "it's.test");
    set(environment, "org.gnome.system.proxy.https", "host", "b.test");
    set(environment, "org.gnome.system.proxy.https", "port", "8443");
    set(environment, "org.gnome.system.proxy", "ignore-hosts", "['*.x.test']");
    SystemProxies manual = read(settings);
    assertThat(manual.problem()).isNull();
    assertThat(FoundProxies.byRules(manual, "http://y.test/")).isEqualTo("PROXY it's.test:8080");
    assertThat(FoundProxies.byRules(manual, "https://y.test/")).isEqualTo("PROXY b.test:8443");
    assertThat(FoundProxies.byRules(manual, "https://y.x.test/")).isEqualTo("DIRECT");

    set(environment, "org.gnome.system.proxy", "mode", "auto");
    set(environment, "org.gnome.system.proxy", "autoconfig-url", "http://a.test/proxy.pac");
    assertThat(read(settings).scripts()).containsExactly(PacSource.of("http://a.test/proxy.pac"));
  }

  private static void set(Map<String, String> environment, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/gsettings", "set");
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().putAll(environment);
    assertThat(builder.inheritIO().start().waitFor()).isZero();
  }
}
