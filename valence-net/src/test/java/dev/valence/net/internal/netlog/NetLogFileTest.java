package dev.valence.net.internal.netlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.netlog.NetLogCaptureMode;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NetLogFileTest {
  @TempDir Path folder;

  private final NetLog log = new NetLog();

  private NetLogFile start(Path file, NetLogCaptureMode mode, long maxBytes, int buffer)
      throws NetException {
    NetLogFile started = NetLogFile.start(log, file, mode, maxBytes, buffer, LogOutput::of);
    started.listen(() -> {});
    return started;
  }

  private NetLogFile start(Path file) throws NetException {
    return start(file, NetLogCaptureMode.DEFAULT, -1, 1 << 20);
  }

  private static void stop(NetLogFile file) throws Exception {
    file.stop().get(20, TimeUnit.SECONDS);
  }

  @Test
  void theViewerTakesEveryEvent() throws Exception {
    Path path = folder.resolve("log.json");
    NetLogFile file = start(path);
    NetLogWithSource source = log.newSource(NetLogSourceType.URL_REQUEST);

    source.begin(
        NetLogEventType.REQUEST_ALIVE,
        fields ->
            fields
                .put("text", "quote \" backslash \\ line\n\u2028 \u00e9 \ud83d\ude00,\n")
                .put("number", 12)
                .put("large", Long.MAX_VALUE)
                .put("yes", true)
                .put("list", List.of("a", "b"))
                .put("source_dependency", source.source())
                .group("inner", inner -> inner.put("x", 1))
                .put("after", "inner"));
    source.endWithError(
        NetLogEventType.REQUEST_ALIVE, new NetException(NetError.CONNECTION_REFUSED));
    stop(file);

    JsonNode read = LogViewer.load(path);
    List<JsonNode> told = LogViewer.params(read, NetLogEventType.REQUEST_ALIVE);
    assertThat(told).hasSize(2);
    assertThat(told.get(0).path("text").asText())
        .isEqualTo("quote \" backslash \\ line\n\u2028 \u00e9 \ud83d\ude00,\n");
    assertThat(told.get(0).path("large").asText()).isEqualTo("9223372036854775807");
    assertThat(told.get(0).path("inner").path("x").asInt()).isEqualTo(1);
    assertThat(told.get(0).path("source_dependency").path("id").asInt())
        .isEqualTo(source.source().id());
    assertThat(told.get(1).path("net_error").asInt()).isEqualTo(-102);
    assertThat(read.path("constants").path("netError").path("ERR_CONNECTION_REFUSED").asInt())
        .isEqualTo(-102);
    assertThat(read.path("polledData").path("droppedEvents").asInt()).isZero();
    assertThat(LogViewer.params(read, NetLogEventType.VALENCE_LOG_ENDED).get(0).path("reason"))
        .hasToString("\"stopped\"");
  }

  @Test
  void aLogCutAtAnyByteIsReadable() throws Exception {
    Path path = folder.resolve("cut.json");
    NetLogFile file = start(path);
    NetLogWithSource source = log.newSource(NetLogSourceType.SOCKET);
    for (int i = 0; i < 20; i++) {
      int number = i;
      source.event(
          NetLogEventType.SOCKET_BYTES_SENT, fields -> fields.put("n", number).put("t", "a,\nb]}"));
    }
    stop(file);
    byte[] whole = Files.readAllBytes(path);
    String text = new String(whole, StandardCharsets.US_ASCII);
    int firstEventEnds = text.indexOf(",\n") + 2;

    for (int cut = firstEventEnds; cut <= whole.length; cut++) {
      String left = new String(Arrays.copyOf(whole, cut), StandardCharsets.US_ASCII);
      int complete = left.split(",\n", -1).length - 1;
      int events = LogViewer.load(left).path("events").size();
      assertThat(events).as("cut at %s", cut).isGreaterThanOrEqualTo(complete);
    }
    assertThat(LogViewer.load(text).path("events")).hasSize(22);
  }

  /** Below its name a file never has less than its constants and a first event. */
  @Test
  void aLogIsReadableFromItsFirstMoment() throws Exception {
    Path path = folder.resolve("first.json");
    NetLogFile file = start(path);

    JsonNode read = LogViewer.load(path);

    assertThat(LogViewer.params(read, NetLogEventType.VALENCE_LOG_STARTED)).hasSize(1);
    stop(file);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void whatTheDiskIsTooSlowForIsLeftOutAsWholeEventsAndCounted() throws Exception {
    Path path = folder.resolve("slow.json");
    NetLogFile file = start(path, NetLogCaptureMode.DEFAULT, -1, 600);
    NetLogWithSource source = log.newSource(NetLogSourceType.SOCKET);
    // Larger than the buffer: never taken, whatever the writer does.
    String large = "x".repeat(700);

    source.event(NetLogEventType.SOCKET_BYTES_SENT, fields -> fields.put("t", large));
    source.event(NetLogEventType.SOCKET_BYTES_SENT, fields -> fields.put("t", large));
    assertThat(file.droppedEvents()).isEqualTo(2);
    stop(file);

    JsonNode read = LogViewer.load(path);
    assertThat(LogViewer.params(read, NetLogEventType.SOCKET_BYTES_SENT)).isEmpty();
    assertThat(
            LogViewer.params(read, NetLogEventType.VALENCE_LOG_EVENTS_DROPPED).stream()
                .mapToInt(params -> params.path("dropped_events").asInt())
                .sum())
        .isEqualTo(2);
    assertThat(read.path("polledData").path("droppedEvents").asInt()).isEqualTo(2);
  }

  @Test
  void n315_beyondItsLimitALogEndsByItself() throws Exception {
    Path path = folder.resolve("small.json");
    NetLogFile file = start(path, NetLogCaptureMode.DEFAULT, 40_000, 1 << 20);
    NetLogWithSource source = log.newSource(NetLogSourceType.SOCKET);
    for (int i = 0; i < 1000; i++) {
      source.event(NetLogEventType.SOCKET_BYTES_SENT, fields -> fields.put("t", "x".repeat(100)));
    }

    file.stop().get(20, TimeUnit.SECONDS);

    assertThat(file.isRecording()).isFalse();
    assertThat(Files.size(path)).isBetween(20_000L, 40_000L);
    JsonNode read = LogViewer.load(path);
    assertThat(LogViewer.params(read, NetLogEventType.SOCKET_BYTES_SENT).size()).isBetween(10, 999);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theFileIsForItsUserAlone() throws Exception {
    Path path = folder.resolve("private.json");
    Files.writeString(path, "what was there");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    NetLogFile file = start(path);
    stop(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void aMissingFolderIsNamed() {
    Path path = folder.resolve("absent").resolve("log.json");
    assertThatThrownBy(() -> start(path))
        .isInstanceOfSatisfying(
            NetException.class,
            e -> {
              assertThat(e.error()).isEqualTo(NetError.FILE_NOT_FOUND);
              assertThat(e.detail()).contains("absent").contains("does not exist");
            });
    assertThat(log.isCapturing()).isFalse();
  }

  @Test
  void aFolderIsNotReplaced() {
    assertThatThrownBy(() -> start(folder))
        .isInstanceOfSatisfying(
            NetException.class, e -> assertThat(e.error()).isEqualTo(NetError.ACCESS_DENIED));
  }

  @Test
  void secretsAreStrippedUnlessAskedFor() throws Exception {
    HeaderList headers =
        HeaderList.of(
            "Cookie", "a=s3cret",
            "Set-Cookie", "b=s3cret; Path=/",
            "authorization", "Basic s3cret",
            "Proxy-Authorization", "Digest s3cret",
            "WWW-Authenticate", "NTLM s3cret",
            "Proxy-Authenticate", "Negotiate s3cret==",
            "Location", "http://user:s3cret@h.test/x",
            "WWW-Authenticate", "Basic realm=\"public\"",
            "Accept", "*/*");
    for (NetLogCaptureMode mode : NetLogCaptureMode.values()) {
      Path path = folder.resolve(mode.wireName());
      NetLogFile file = start(path, mode, -1, 1 << 20);
      log.newSource(NetLogSourceType.URL_REQUEST)
          .event(
              NetLogEventType.HTTP_TRANSACTION_SEND_REQUEST_HEADERS,
              fields ->
                  fields
                      .headers("headers", "GET / HTTP/1.1", headers)
                      .put("url", Url.parse("http://user:s3cret@h.test/"))
                      .secret("token", "s3cret"));
      stop(file);
      String text = Files.readString(path);
      if (mode.includesSensitive()) {
        assertThat(text.split("s3cret", -1)).hasSize(10);
      } else {
        assertThat(text)
            .doesNotContain("s3cret")
            .contains("Cookie: [8 bytes were stripped]")
            .contains("Set-Cookie: [16 bytes were stripped]")
            .contains("NTLM [6 bytes were stripped]")
            .contains("Negotiate [8 bytes were stripped]")
            .contains("\"url\":\"http://h.test/\"")
            .contains("realm=")
            .contains("Accept: */*");
      }
    }
  }

  @Test
  void bytesAreOnlyThereInTheModeEverything() throws Exception {
    for (NetLogCaptureMode mode : NetLogCaptureMode.values()) {
      Path path = folder.resolve(mode.wireName());
      NetLogFile file = start(path, mode, -1, 1 << 20);
      assertThat(log.isCapturingBytes()).isEqualTo(mode == NetLogCaptureMode.EVERYTHING);
      log.newSource(NetLogSourceType.SOCKET)
          .event(
              NetLogEventType.SOCKET_BYTES_SENT,
              fields -> fields.bytes("abc".getBytes(StandardCharsets.US_ASCII)));
      stop(file);
      JsonNode params =
          LogViewer.params(LogViewer.load(path), NetLogEventType.SOCKET_BYTES_SENT).get(0);
      assertThat(params.path("byte_count").asInt()).isEqualTo(3);
      assertThat(params.has("bytes")).isEqualTo(mode == NetLogCaptureMode.EVERYTHING);
    }
  }

  @Test
  void aSourceHasOneNumberThatNoOtherHas() {
    NetLogWithSource silent = log.newSource(NetLogSourceType.URL_REQUEST);
    NetLogWithSource first = log.newSource(NetLogSourceType.URL_REQUEST);
    NetLogWithSource second = log.newSource(NetLogSourceType.SOCKET);
    NetLogSource spoken = first.source();
    assertThat(spoken.id()).isEqualTo(1);
    assertThat(second.source().id()).isEqualTo(2);
    assertThat(first.source()).isSameAs(spoken);
    assertThat(silent.source().id()).isEqualTo(3);
  }

  @Test
  void aDefectiveDescriptionHurtsNobody() throws Exception {
    Path path = folder.resolve("defect.json");
    NetLogFile file = start(path);
    log.newSource(NetLogSourceType.SOCKET)
        .event(
            NetLogEventType.SOCKET_CLOSED,
            fields -> {
              throw new IllegalStateException("broken");
            });
    stop(file);
    assertThat(
            LogViewer.params(LogViewer.load(path), NetLogEventType.SOCKET_CLOSED)
                .get(0)
                .path("valence_error")
                .asText())
        .contains("broken");
  }

  @Test
  void aDiskThatFailsEndsTheLogWithAnError() throws Exception {
    Path path = folder.resolve("full.json");
    NetLogFile file =
        NetLogFile.start(log, path, NetLogCaptureMode.DEFAULT, -1, 1 << 20, FullDisk::new);
    file.listen(() -> {});
    log.newSource(NetLogSourceType.SOCKET).event(NetLogEventType.SOCKET_CLOSED);
    assertThatThrownBy(() -> file.stop().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(NetException.class)
        .hasRootCauseMessage("no space left");
    assertThat(log.isCapturing()).isFalse();
    assertThat(file.isRecording()).isFalse();
    // What was written before can be read.
    assertThat(LogViewer.load(path).path("events")).hasSize(1);
  }

  /** Takes nothing more. */
  private record FullDisk(FileChannel channel) implements LogOutput {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      throw new IOException("no space left");
    }

    @Override
    public void force() {}

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
