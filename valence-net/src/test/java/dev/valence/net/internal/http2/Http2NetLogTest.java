package dev.valence.net.internal.http2;

import static dev.valence.testkit.Http2Frames.block;
import static dev.valence.testkit.Http2Frames.data;
import static dev.valence.testkit.Http2Frames.goAway;
import static dev.valence.testkit.Http2Frames.headers;
import static dev.valence.testkit.Http2Frames.ping;
import static dev.valence.testkit.Http2Frames.rstStream;
import static dev.valence.testkit.Http2Frames.settings;
import static dev.valence.testkit.Http2Frames.settingsAck;
import static dev.valence.testkit.Http2Frames.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.TestBody;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.netlog.MemoryLog;
import dev.valence.net.internal.netlog.NetLogSource;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.netlog.NetLogCaptureMode;
import org.junit.jupiter.api.Test;

/** What the net log hears of an HTTP/2 connection. */
class Http2NetLogTest {
  private final MemoryLog log = new MemoryLog(NetLogCaptureMode.DEFAULT);

  private EmbeddedHttp2 open() {
    EmbeddedHttp2 h2 = EmbeddedHttp2.silent();
    h2.netLog.add(log);
    return h2;
  }

  @Test
  void settingsOfBothSides() {
    try (EmbeddedHttp2 h2 = open()) {
      h2.server(settings(3, 100, 0x77, 5), settingsAck());

      assertThat(log.take())
          .contains(
              "HTTP2_SESSION_RECV_SETTINGS {}",
              "HTTP2_SESSION_RECV_SETTING "
                  + "{\"id\":\"3 (SETTINGS_MAX_CONCURRENT_STREAMS)\",\"value\":100}",
              "HTTP2_SESSION_RECV_SETTING {\"id\":\"119 (SETTINGS_UNKNOWN)\",\"value\":5}",
              "HTTP2_SESSION_SEND_SETTINGS_ACK {}",
              "HTTP2_SESSION_RECV_SETTINGS_ACK {}");
    }
  }

  @Test
  void aRequestAndItsAnswerFrameByFrame() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.netLog.add(log);
      HeaderList fields = HeaderList.of("Cookie", "a=s3cret", "X-Plain", "p");
      h2.start(EmbeddedHttp2.request("GET", "/x", fields, null, Timeouts.DEFAULT));
      h2.server(headers(1, false, block(":status", "200", "set-cookie", "b=s3cret", "x-y", "z")));
      h2.server(data(1, true, "hello"));

      assertThat(log.take())
          .filteredOn(line -> !line.contains("WINDOW"))
          .containsExactly(
              "HTTP2_SESSION_SEND_HEADERS {\"headers\":[\":method: GET\","
                  + "\":authority: example.test\",\":scheme: https\",\":path: /x\","
                  + "\"cookie: [8 bytes were stripped]\",\"x-plain: p\"],"
                  + "\"fin\":true,\"stream_id\":1}",
              "HTTP2_SESSION_RECV_HEADERS {\"headers\":[\":status: 200\","
                  + "\"set-cookie: [8 bytes were stripped]\",\"x-y: z\"],"
                  + "\"fin\":false,\"stream_id\":1}",
              "HTTP2_SESSION_RECV_DATA {\"stream_id\":1,\"size\":5,\"fin\":true}");
    }
  }

  @Test
  void aBodyThatIsSent() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.netLog.add(log);
      h2.start(EmbeddedHttp2.post(TestBody.of("body")));

      assertThat(log.take())
          .filteredOn(line -> line.startsWith("HTTP2_SESSION_SEND_DATA"))
          .first()
          .asString()
          .contains("\"stream_id\":1,\"size\":4");
    }
  }

  @Test
  void resetsPingsWindowsAndGoAway() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.netLog.add(log);
      h2.get();
      Outcome given = h2.get();
      log.take();
      h2.server(rstStream(1, 8), ping(false, 7), windowUpdate(0, 1000));
      given.exchange.cancel(new NetException(NetError.ABORTED));
      h2.channel.runPendingTasks();
      h2.server(goAway(3, 2));

      assertThat(log.take())
          .contains(
              "HTTP2_SESSION_RECV_RST_STREAM {\"stream_id\":1,\"error_code\":\"8 (CANCEL)\"}",
              "HTTP2_SESSION_PING {\"unique_id\":7,\"type\":\"received\",\"is_ack\":false}",
              "HTTP2_SESSION_PING {\"unique_id\":7,\"type\":\"sent\",\"is_ack\":true}",
              "HTTP2_SESSION_RECV_WINDOW_UPDATE {\"stream_id\":0,\"delta\":1000}",
              "HTTP2_SESSION_SEND_RST_STREAM {\"stream_id\":3,\"error_code\":\"8 (CANCEL)\"}")
          .anyMatch(
              line ->
                  line.startsWith("HTTP2_SESSION_RECV_GOAWAY {\"last_accepted_stream_id\":3")
                      && line.contains("\"error_code\":\"2 (INTERNAL_ERROR)\""));
    }
  }

  @Test
  void beginningAndEnd() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.netLog.add(log);
      new Http2SessionLog(h2.netLog.newSource(NetLogSourceType.HTTP2_SESSION))
          .opened("a.test:443", "DIRECT", new NetLogSource(NetLogSourceType.SOCKET, 77, 0));
      h2.connection.close(new NetException(NetError.ABORTED));
      h2.channel.runPendingTasks();

      assertThat(log.take())
          .contains(
              "HTTP2_SESSION BEGIN {\"host\":\"a.test:443\",\"proxy\":\"DIRECT\"}",
              "HTTP2_SESSION_INITIALIZED {\"protocol\":\"h2\",\"source_dependency\":"
                  + "{\"id\":77,\"type\":"
                  + NetLogSourceType.SOCKET.ordinal()
                  + "}}",
              "HTTP2_SESSION_SEND_GOAWAY "
                  + "{\"last_accepted_stream_id\":0,\"error_code\":\"0 (NO_ERROR)\"}",
              "HTTP2_SESSION_CLOSE {\"net_error\":-3,\"description\":\"net::ERR_ABORTED\"}",
              "HTTP2_SESSION END {}");
    }
  }
}
