package dev.valence.net.internal.websocket;

import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogParameters;
import dev.valence.net.internal.netlog.NetLogWithSource;

/**
 * What the net log hears of a WebSocket, in Chromium's words ({@code websocket_basic_stream.cc},
 * {@code websocket_channel.cc}); payloads are never among them. Costs one read of a field a frame
 * while nobody listens.
 */
final class FrameLog {
  private final NetLogWithSource log;

  /** The log of a WebSocket that began with this request. */
  FrameLog(NetLogWithSource log) {
    this.log = log;
  }

  /** The server's frame begins. */
  void received(Opcode opcode, boolean fin, boolean compressed, long length) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.WEBSOCKET_RECV_FRAME_HEADER,
          header(opcode, fin, compressed, false, length));
    }
  }

  /** This side's frame was made. */
  void sent(Opcode opcode, boolean fin, boolean compressed, long length) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.WEBSOCKET_SENT_FRAME_HEADER,
          header(opcode, fin, compressed, true, length));
    }
  }

  /** Bits beside these are not set in any frame that is valid here. */
  private static NetLogParameters header(
      Opcode opcode, boolean fin, boolean compressed, boolean masked, long length) {
    return fields ->
        fields
            .put("final", fin)
            .put("reserved1", compressed)
            .put("reserved2", false)
            .put("reserved3", false)
            .put("opcode", opcode.code())
            .put("masked", masked)
            .put("payload_length", length);
  }

  /** The server broke the rules. */
  void invalid(ProtocolViolation violation) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.WEBSOCKET_INVALID_FRAME,
          fields ->
              fields
                  .put("code", violation.closeCode())
                  .put("reason", "")
                  .put("internal_reason", violation.getMessage()));
    }
  }

  /** This side closes the connection, as the server takes too long to. */
  void closeTimeout() {
    if (log.isCapturing()) {
      log.event(NetLogEventType.WEBSOCKET_CLOSE_TIMEOUT);
    }
  }

  /** The opening handshake has failed. */
  void upgradeFailed(NetException why) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.WEBSOCKET_UPGRADE_FAILURE,
          fields ->
              fields
                  .put("net_error", why.error().code())
                  .put("message", why.detail() == null ? why.getMessage() : why.detail()));
    }
  }
}
