package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  @TempDir private Path folder;
  private Path root;
  private final CliRun run = new CliRun();
  private CompletableFuture<CliRun> ended = CompletableFuture.completedFuture(run);

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    Files.writeString(root.resolve("eleven.txt"), "hello world");
    Files.createDirectory(root.resolve("sub"));
    Files.writeString(root.resolve(".env"), "secret");
    Files.writeString(folder.resolve("outside.txt"), "secret");
  }

  @AfterEach
  void interrupt() {
    run.interrupt();
    ended.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Starts the command and gives the URL that it prints. */
  private String serve(String... options) {
    CompletableFuture<String> url = new CompletableFuture<>();
    run.outputTo(
        new OutputStream() {
          private final StringBuilder text = new StringBuilder();

          @Override
          public synchronized void write(int b) {
            if (b == '\n') {
              url.complete(text.toString());
            }
            text.append((char) b);
          }
        });
    String[] args = new String[options.length + 2];
    args[0] = "serve";
    args[1] = root.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    ended = CompletableFuture.supplyAsync(() -> run.run(args));
    return url.orTimeout(20, TimeUnit.SECONDS).join().strip();
  }

  private static HttpResponse<String> get(String url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  @Test
  void aFolderIsServed() throws Exception {
    String url = serve();
    assertThat(url).matches("http://127\\.0\\.0\\.1:[0-9]+/");
    HttpResponse<String> whole = get(url + "eleven.txt");
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo("hello world");
    assertThat(header(whole, "content-type")).isEqualTo("text/plain");
    HttpResponse<String> part = get(url + "eleven.txt", "Range", "bytes=2-5");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(header(part, "content-range")).isEqualTo("bytes 2-5/11");
    assertThat(part.body()).isEqualTo("llo ");
    assertThat(get(url + "eleven.txt", "Range", "bytes=50-").statusCode()).isEqualTo(416);
    assertThat(get(url + "eleven.txt", "If-None-Match", header(whole, "etag")).statusCode())
        .isEqualTo(304);
  }

  @Test
  void headersAlone() throws Exception {
    String url = serve();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "eleven.txt"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> head = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "content-length")).isEqualTo("11");
  }

  @Test
  void nothingElseIsServed() throws Exception {
    String url = serve();
    for (String path :
        new String[] {"", "sub/", ".env", "none", "..%2foutside.txt", "%2e%2e/outside.txt"}) {
      assertThat(get(url + path).statusCode()).as(path).isEqualTo(404);
    }
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(url + "eleven.txt"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    assertThat(HttpClient.newHttpClient().send(post, BodyHandlers.ofString()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void optionsServeMore() throws Exception {
    String url = serve("--list", "--dot-files", "-v");
    assertThat(get(url).body()).contains("eleven.txt").contains("sub/").contains(".env");
    assertThat(get(url + ".env").body()).isEqualTo("secret");
    HttpResponse<String> redirect = get(url + "sub");
    assertThat(redirect.statusCode()).isEqualTo(301);
    assertThat(header(redirect, "location")).isEqualTo("/sub/");
    run.interrupt();
    assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join().code()).isZero();
    assertThat(run.err()).contains("GET /.env 200");
  }

  @Test
  void anotherHostIsNotAnswered() throws Exception {
    String url = serve();
    try (Socket socket = new Socket("127.0.0.1", URI.create(url).getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "GET /eleven.txt HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 421").doesNotContain("hello");
    }
  }

  @Test
  void wrongUse() throws Exception {
    assertThat(CliRun.of("serve", folder.resolve("none").toString()).code()).isEqualTo(26);
    assertThat(CliRun.of("serve", "-p", "70000", root.toString()).code()).isEqualTo(2);
    String url = serve();
    CliRun second =
        CliRun.of("serve", "-p", String.valueOf(URI.create(url).getPort()), root.toString());
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err()).contains("in use");
  }
}
