package dev.valence.net.internal.http2;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * The window that all responses of a connection share (RFC 9113 §6.9). Netty gives a stream's bytes
 * back to it when the stream ends; but what then still waits for its reader is memory, so it is
 * held back here until it is read, as Chromium does.
 */
final class ConnectionWindow {
  private static final int PROTOCOL_START = 65_535;

  private final Http2Connection streams;
  private final Http2LocalFlowController flow;
  private final int full;
  private int size = PROTOCOL_START;
  private int held;

  ConnectionWindow(Http2Connection streams, int full) {
    this.streams = streams;
    this.flow = streams.local().flowController();
    this.full = Math.max(full, PROTOCOL_START);
  }

  /** Opens it to its full size. */
  void open() {
    adapt();
  }

  /** Bytes of a stream were read; tells whether the server is told of it, which needs a flush. */
  boolean consumed(Http2Stream stream, int bytes) {
    try {
      return flow.consumeBytes(stream, bytes);
    } catch (Http2Exception e) {
      throw new IllegalStateException("flow control of stream " + stream.id(), e);
    }
  }

  /** These bytes outlive their stream. */
  void hold(int bytes) {
    held += bytes;
    adapt();
  }

  /** Bytes that were held are read or given up; true when a flush is due. */
  boolean releaseHeld(int bytes) {
    held -= bytes;
    return adapt();
  }

  private boolean adapt() {
    int wanted = Math.max(0, full - held);
    if (wanted == size) {
      return false;
    }
    int delta = wanted - size;
    size = wanted;
    try {
      flow.incrementWindowSize(streams.connectionStream(), delta);
    } catch (Http2Exception e) {
      throw new IllegalStateException("flow control of the connection", e);
    }
    return true;
  }
}
