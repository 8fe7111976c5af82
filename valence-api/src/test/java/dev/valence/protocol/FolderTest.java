package dev.valence.protocol;

import static dev.valence.protocol.ProtocolProbe.get;
import static dev.valence.protocol.ProtocolProbe.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.http.RedirectMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {
  private final ProtocolProbe probe = new ProtocolProbe();

  @TempDir private Path outside;
  private Path root;

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(outside.resolve("root"));
    Files.createDirectories(root.resolve("sub"));
    Files.createDirectories(root.resolve("with"));
    Files.writeString(root.resolve("with/index.html"), "<p>index");
    Files.writeString(root.resolve("a b.css"), "a{}");
    Files.writeString(root.resolve(".hidden"), "hidden");
    Files.writeString(outside.resolve("secret.txt"), "secret");
    probe.protocol().handle("app", Protocols.folder(root));
    probe
        .protocol()
        .handle("list", Folder.builder(root).listing(true).dotFiles(true).index("").build());
  }

  @AfterEach
  void close() {
    probe.close();
  }

  @Test
  void filesAndIndexes() {
    Response css = probe.fetch("app://x/a%20b.css");
    assertThat(css.status()).isEqualTo(200);
    assertThat(css.headers().get("content-type")).isEqualTo("text/css");
    assertThat(get(css.text())).isEqualTo("a{}");
    assertThat(probe.text("app://x/with/")).isEqualTo("<p>index");
    Response part =
        probe.fetch("app://x/with/", RequestInit.builder().header("Range", "bytes=0-2").build());
    assertThat(part.status()).isEqualTo(206);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app://x/none",
        "app://x/sub/",
        "app://x/",
        "app://x/.hidden",
        "app://x/..%2fsecret.txt",
        "app://x/%2e%2e%5csecret.txt",
        "app://x//with/",
        "app://x/a%20b.css/",
        "app:x"
      })
  void whatIsNotServed(String url) {
    Response response = probe.fetch(url);
    assertThat(response.status()).isEqualTo(404);
    assertThat(get(response.text())).isEqualTo("not found\n");
  }

  @Test
  void linksThatLeadOutAreNotFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve("out.txt"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("up"), outside);
    Files.createSymbolicLink(root.resolve("in.css"), root.resolve("a b.css"));
    assertThat(probe.fetch("app://x/out.txt").status()).isEqualTo(404);
    assertThat(probe.fetch("app://x/up/secret.txt").status()).isEqualTo(404);
    assertThat(probe.fetch("app://x/up/root/a%20b.css").status()).isEqualTo(200);
    assertThat(probe.text("app://x/in.css")).isEqualTo("a{}");
  }

  @Test
  void aFolderWithoutASlashIsRedirected() {
    RequestInit manual = RequestInit.builder().redirect(RedirectMode.MANUAL).build();
    Response response = probe.fetch("app://x/with?q=1", manual);
    assertThat(response.status()).isEqualTo(301);
    assertThat(response.headers().get("location")).isEqualTo("/with/?q=1");
    assertThat(probe.text("app://x/with")).isEqualTo("<p>index");
  }

  @Test
  void onlyReading() {
    Response response = probe.fetch("app://x/a%20b.css", post("x"));
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.headers().get("allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void listings() throws IOException {
    Files.writeString(root.resolve("<script>&\".txt"), "x");
    String page = probe.text("list://x/");
    assertThat(page).contains("<a href=\"./sub/\">sub/</a>").contains("./a%20b.css");
    assertThat(page).contains(".hidden").doesNotContain("<script>").doesNotContain("../");
    assertThat(page.indexOf("sub/")).isLessThan(page.indexOf("a%20b.css"));
    assertThat(probe.text("list://x/with/")).contains("../").contains("index.html");
    assertThat(probe.text("list://x/.hidden")).isEqualTo("hidden");
  }

  @Test
  void aPipeIsNoFile() throws Exception {
    Path pipe = root.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(probe.fetch("app://x/pipe").status()).isEqualTo(404);
  }

  @Test
  void whatCannotBeAFolderIsRefused() {
    assertThatThrownBy(() -> Protocols.folder(Path.of("relative")))
        .hasMessageContaining("absolute");
    assertThatThrownBy(() -> Folder.builder(root).index("a/b")).hasMessageContaining("index");
  }
}
