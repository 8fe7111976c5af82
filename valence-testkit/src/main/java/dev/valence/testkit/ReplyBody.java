package dev.valence.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The streamed body of a reply. Every write is sent at once and returns when it has been handed to
 * the socket; {@link #close()} ends the body.
 */
public final class ReplyBody extends OutputStream {
  private final Wire wire;
  private final List<Header> trailers;
  private long remaining;
  private boolean closed;

  ReplyBody(Wire wire, long length, List<Header> trailers) {
    this.wire = wire;
    this.remaining = length;
    this.trailers = trailers;
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    wire.data(bytes, offset, length);
    if (remaining >= 0) {
      remaining = Math.max(0, remaining - length);
    }
  }

  /**
   * Sends text as UTF-8.
   *
   * @throws IOException when the connection is gone
   */
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Waits until the test opens the gate.
   *
   * @throws IOException when the server is closed, or nobody opens the gate within a minute
   */
  public void await(CompletableFuture<?> gate) throws IOException {
    Exchange.awaitGate(gate);
  }

  /** Adds a trailer line, sent by {@link #close()}. */
  public void trailer(String name, String value) {
    trailers.add(new Header(name, value));
  }

  /** Ends the body, with the trailers. Further calls do nothing. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      wire.end(HeaderLines.of(trailers), remaining <= 0);
    }
  }
}
