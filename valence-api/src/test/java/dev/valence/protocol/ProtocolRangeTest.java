package dev.valence.protocol;

import static dev.valence.protocol.ProtocolProbe.failure;
import static dev.valence.protocol.ProtocolProbe.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that answer with what can seek. */
class ProtocolRangeTest {
  private static final Instant MODIFIED = Instant.parse("2026-01-01T12:00:00Z");

  private final ProtocolProbe probe = new ProtocolProbe();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void handle() throws IOException {
    file = Files.writeString(folder.resolve("eleven.html"), "hello world");
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    probe.protocol().handle("app", request -> Response.ofFile(file));
    probe.protocol().handle("bytes", request -> Response.ofBytes("hello world".getBytes("UTF-8")));
    probe
        .protocol()
        .handle("channel", request -> Response.ofChannel(() -> Files.newByteChannel(file)));
  }

  @AfterEach
  void close() {
    probe.close();
  }

  private Response ask(String scheme, String method, String... headers) {
    RequestInit.Builder init = RequestInit.builder().method(method);
    for (int i = 0; i < headers.length; i += 2) {
      init.header(headers[i], headers[i + 1]);
    }
    return probe.fetch(scheme + "://x", init.build());
  }

  @Test
  void aWholeFileTellsWhatItIs() {
    Response response = ask("app", "GET");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().get("content-type")).isEqualTo("text/html");
    assertThat(response.headers().get("content-length")).isEqualTo("11");
    assertThat(response.headers().get("accept-ranges")).isEqualTo("bytes");
    assertThat(response.headers().get("last-modified")).isEqualTo("Thu, 01 Jan 2026 12:00:00 GMT");
    assertThat(response.headers().get("etag")).startsWith("\"b-");
    assertThat(response.headers().has("content-range")).isFalse();
    assertThat(get(response.text())).isEqualTo("hello world");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "bytes", "channel"})
  void partsOfWhateverCanSeek(String scheme) {
    Response part = ask(scheme, "GET", "Range", "bytes=2-5");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.headers().get("content-range")).isEqualTo("bytes 2-5/11");
    assertThat(part.headers().get("content-length")).isEqualTo("4");
    assertThat(get(part.text())).isEqualTo("llo ");

    Response outside = ask(scheme, "GET", "Range", "bytes=50-60");
    assertThat(outside.status()).isEqualTo(416);
    assertThat(outside.headers().get("content-range")).isEqualTo("bytes */11");
    assertThat(get(outside.text())).isEmpty();

    Response head = ask(scheme, "HEAD", "Range", "bytes=2-5");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers().get("content-length")).isEqualTo("11");
    assertThat(get(head.text())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "bytes", "channel"})
  void severalPartsAreAMultipart(String scheme) {
    Response response = ask(scheme, "GET", "Range", "bytes=0-1, -3");
    assertThat(response.status()).isEqualTo(206);
    String type = response.headers().get("content-type");
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    String own = scheme.equals("app") ? "Content-Type: text/html\r\n" : "";
    String body = get(response.text());
    assertThat(body)
        .isEqualTo(
            "\r\n--"
                + boundary
                + "\r\n"
                + own
                + "Content-Range: bytes 0-1/11\r\n\r\nhe\r\n--"
                + boundary
                + "\r\n"
                + own
                + "Content-Range: bytes 8-10/11\r\n\r\nrld\r\n--"
                + boundary
                + "--\r\n");
    assertThat(response.headers().get("content-length")).isEqualTo(String.valueOf(body.length()));
  }

  @Test
  void validators() {
    String etag = ask("app", "GET").headers().get("etag");
    assertThat(ask("app", "GET", "Range", "bytes=0-0", "If-Range", etag).status()).isEqualTo(206);
    Response changed = ask("app", "GET", "Range", "bytes=0-0", "If-Range", "\"other\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(get(changed.text())).isEqualTo("hello world");
    Response same = ask("app", "GET", "If-None-Match", etag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.headers().get("etag")).isEqualTo(etag);
    assertThat(get(same.text())).isEmpty();
    assertThat(ask("app", "GET", "If-Match", "\"other\"").status()).isEqualTo(412);
  }

  @Test
  void aChangedFileHasAnotherTag() throws IOException {
    String before = ask("app", "GET").headers().get("etag");
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED.plusMillis(1)));
    assertThat(ask("app", "GET").headers().get("etag")).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-10, 206", "bytes=0-, 206", "bytes=5-4, 200", "items=0-1, 200"})
  void oddRanges(String range, int status) {
    Response response = ask("app", "GET", "Range", range);
    assertThat(response.status()).isEqualTo(status);
    assertThat(get(response.text())).isEqualTo("hello world");
  }

  @Test
  void anotherStatusHasNoParts() {
    probe.protocol().handle("gone", request -> Response.builder().status(404).file(file).build());
    Response response = ask("gone", "GET", "Range", "bytes=0-1");
    assertThat(response.status()).isEqualTo(404);
    assertThat(get(response.text())).isEqualTo("hello world");
  }

  @Test
  void headersOfTheHandlerWin() {
    probe
        .protocol()
        .handle(
            "own",
            request ->
                Response.builder()
                    .header("Content-Type", "text/plain")
                    .header("ETag", "\"mine\"")
                    .file(file)
                    .build());
    Response response = ask("own", "GET", "If-None-Match", "\"mine\"");
    assertThat(response.status()).isEqualTo(304);
    assertThat(ask("own", "GET").headers().get("content-type")).isEqualTo("text/plain");
  }

  @Test
  void aFileThatGetsShorterBreaksTheResponse() throws Exception {
    Path shrinking = Files.write(folder.resolve("long.bin"), new byte[8 << 20]);
    probe.protocol().handle("shrinks", request -> Response.ofFile(shrinking));
    Response response = ask("shrinks", "GET");
    try (SeekableByteChannel channel =
        Files.newByteChannel(shrinking, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(10);
    }
    assertThat(failure(response.bytes())).hasMessage("net::ERR_CONTENT_LENGTH_MISMATCH");
  }

  @Test
  void aChannelIsClosedAfterItsAnswer() throws Exception {
    CountDownLatch closed = new CountDownLatch(4);
    probe
        .protocol()
        .handle(
            "counted",
            request ->
                Response.ofChannel(() -> new ClosingChannel(Files.newByteChannel(file), closed)));
    get(ask("counted", "GET").text());
    ask("counted", "HEAD");
    ask("counted", "GET", "Range", "bytes=50-");
    ask("counted", "GET").close();
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aDeviceOrPipeIsNoFile() throws Exception {
    probe.protocol().handle("device", request -> Response.ofFile(Path.of("/dev/zero")));
    assertThat(probe.failureOf("device://x")).hasMessage("net::ERR_FILE_NOT_FOUND");
  }
}
