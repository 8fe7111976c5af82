package dev.valence.net.internal.http2;

import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogSource;
import dev.valence.net.internal.netlog.NetLogWithSource;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the net log hears of one HTTP/2 connection, in the words of Chromium's {@code
 * net/spdy/spdy_session.cc}. Whoever would make something for it asks {@link #isCapturing} first.
 */
public final class Http2SessionLog {
  private static final String[] SETTINGS = {
    "HEADER_TABLE_SIZE",
    "ENABLE_PUSH",
    "MAX_CONCURRENT_STREAMS",
    "INITIAL_WINDOW_SIZE",
    "MAX_FRAME_SIZE",
    "MAX_HEADER_LIST_SIZE",
    "UNKNOWN",
    "ENABLE_CONNECT_PROTOCOL"
  };

  private final NetLogWithSource log;

  /** The log of a connection that speaks as this source. */
  public Http2SessionLog(NetLogWithSource log) {
    this.log = log;
  }

  boolean isCapturing() {
    return log.isCapturing();
  }

  /**
   * It stands.
   *
   * @param host the host it was made for, with its port
   * @param proxy as a PAC result has it
   */
  public void opened(String host, String proxy, NetLogSource socket) {
    if (log.isCapturing()) {
      log.begin(
          NetLogEventType.HTTP2_SESSION, fields -> fields.put("host", host).put("proxy", proxy));
      log.event(
          NetLogEventType.HTTP2_SESSION_INITIALIZED,
          fields -> fields.put("protocol", "h2").put("source_dependency", socket));
    }
  }

  void closed(NetException reason) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.HTTP2_SESSION_CLOSE,
          fields ->
              fields
                  .put("net_error", reason.error().code())
                  .put("description", reason.error().text()));
      log.end(NetLogEventType.HTTP2_SESSION);
    }
  }

  void sentHeaders(int streamId, HeaderList fields, boolean end) {
    headers(NetLogEventType.HTTP2_SESSION_SEND_HEADERS, streamId, fields, end);
  }

  void receivedHeaders(int streamId, ReceivedFields received, boolean end) {
    HeaderList fields = new HeaderList(received.list().size() + 1);
    if (received.statusCode() >= 0) {
      fields.add(":status", Integer.toString(received.statusCode()));
    }
    received.list().forEachField(fields::add);
    headers(NetLogEventType.HTTP2_SESSION_RECV_HEADERS, streamId, fields, end);
  }

  private void headers(NetLogEventType type, int streamId, HeaderList list, boolean end) {
    log.event(
        type,
        fields -> fields.headers("headers", "", list).put("fin", end).put("stream_id", streamId));
  }

  void sentData(int streamId, int size, boolean end) {
    data(NetLogEventType.HTTP2_SESSION_SEND_DATA, streamId, size, end);
  }

  void receivedData(int streamId, int size, boolean end) {
    data(NetLogEventType.HTTP2_SESSION_RECV_DATA, streamId, size, end);
  }

  private void data(NetLogEventType type, int streamId, int size, boolean end) {
    if (log.isCapturing()) {
      log.event(
          type, fields -> fields.put("stream_id", streamId).put("size", size).put("fin", end));
    }
  }

  void sentSettings(Http2Settings settings) {
    if (log.isCapturing()) {
      List<String> texts = new ArrayList<>(settings.size());
      settings.forEach(
          (id, value) -> texts.add("[id:" + (int) id + " (" + name(id) + ") value:" + value + "]"));
      log.event(
          NetLogEventType.HTTP2_SESSION_SEND_SETTINGS, fields -> fields.put("settings", texts));
    }
  }

  void sentSettingsAck() {
    log.event(NetLogEventType.HTTP2_SESSION_SEND_SETTINGS_ACK);
  }

  void receivedSettings(Http2Settings settings) {
    if (log.isCapturing()) {
      log.event(NetLogEventType.HTTP2_SESSION_RECV_SETTINGS);
      settings.forEach(
          (id, value) ->
              log.event(
                  NetLogEventType.HTTP2_SESSION_RECV_SETTING,
                  fields ->
                      fields.put("id", (int) id + " (" + name(id) + ")").put("value", value)));
    }
  }

  void receivedSettingsAck() {
    log.event(NetLogEventType.HTTP2_SESSION_RECV_SETTINGS_ACK);
  }

  void sentReset(int streamId, long code) {
    reset(NetLogEventType.HTTP2_SESSION_SEND_RST_STREAM, streamId, code);
  }

  void receivedReset(int streamId, long code) {
    reset(NetLogEventType.HTTP2_SESSION_RECV_RST_STREAM, streamId, code);
  }

  private void reset(NetLogEventType type, int streamId, long code) {
    if (log.isCapturing()) {
      log.event(type, fields -> fields.put("stream_id", streamId).put("error_code", error(code)));
    }
  }

  void ping(boolean sent, boolean ack, long id) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.HTTP2_SESSION_PING,
          fields ->
              fields
                  .put("unique_id", id)
                  .put("type", sent ? "sent" : "received")
                  .put("is_ack", ack));
    }
  }

  void sentGoAway(int lastStreamId, long code) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.HTTP2_SESSION_SEND_GOAWAY,
          fields ->
              fields.put("last_accepted_stream_id", lastStreamId).put("error_code", error(code)));
    }
  }

  /**
   * The server takes no further streams.
   *
   * @param debug what it says about it; may be a secret
   */
  void receivedGoAway(int lastStreamId, int activeStreams, long code, String debug) {
    log.event(
        NetLogEventType.HTTP2_SESSION_RECV_GOAWAY,
        fields ->
            fields
                .put("last_accepted_stream_id", lastStreamId)
                .put("active_streams", activeStreams)
                .put("error_code", error(code))
                .secret("debug_data", debug));
  }

  void sentWindowUpdate(int streamId, int delta) {
    window(NetLogEventType.HTTP2_SESSION_SEND_WINDOW_UPDATE, streamId, delta);
  }

  void receivedWindowUpdate(int streamId, int delta) {
    window(NetLogEventType.HTTP2_SESSION_RECV_WINDOW_UPDATE, streamId, delta);
  }

  private void window(NetLogEventType type, int streamId, int delta) {
    if (log.isCapturing()) {
      log.event(type, fields -> fields.put("stream_id", streamId).put("delta", delta));
    }
  }

  private static String name(char id) {
    return id >= 1 && id <= SETTINGS.length ? "SETTINGS_" + SETTINGS[id - 1] : "SETTINGS_UNKNOWN";
  }

  private static String error(long code) {
    Http2Error known = Http2Error.valueOf(code);
    return code + " (" + (known == null ? "UNKNOWN" : known.name().toUpperCase(Locale.ROOT)) + ")";
  }
}
