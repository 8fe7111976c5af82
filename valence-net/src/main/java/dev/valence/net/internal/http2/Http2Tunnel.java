package dev.valence.net.internal.http2;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.DuplexStream;
import dev.valence.net.internal.exchange.UpgradedBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A stream that an extended CONNECT has opened (RFC 8441 §4): DATA both ways, each within the
 * window of the other side. The server's window is given back as bytes are delivered. Confined to
 * the network thread.
 */
final class Http2Tunnel implements UpgradedBody, DuplexStream {
  private enum Input {
    OPEN,
    /** The server has sent END_STREAM. */
    ENDED,
    /** The stream is gone: it was reset, or its connection is lost. */
    LOST
  }

  private final Http2Exchange.Port port;
  private final Http2Stream stream;
  private final Runnable onClosed;
  private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>(1);
  private @Nullable Reader reader;
  private Input input = Input.OPEN;
  private @Nullable NetException failure;
  private boolean taken;
  private boolean reading = true;
  private boolean delivering;
  private boolean over;
  private int queued;
  private int held;
  private int unsent;

  /**
   * A tunnel on an open stream.
   *
   * @param onClosed called when this side gives it up
   */
  Http2Tunnel(Http2Exchange.Port port, Http2Stream stream, Runnable onClosed) {
    this.port = port;
    this.stream = stream;
    this.onClosed = onClosed;
  }

  // ---- What the server does

  /** Bytes of it; owned by the tunnel. */
  void onData(ByteBuf bytes) {
    if (over || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    queued += bytes.readableBytes();
    unread.add(bytes);
    deliver();
  }

  /** END_STREAM: an orderly end. */
  void onEndStream() {
    if (input == Input.OPEN) {
      input = Input.ENDED;
      deliver();
    }
  }

  /** The stream is gone. What came before is still delivered. */
  void onLost(NetException why) {
    if (input == Input.LOST || over) {
      return;
    }
    input = Input.LOST;
    failure = why;
    if (queued > 0) {
      // The stream's bytes went back to the connection's window with its end; these are kept.
      held = queued;
      port.hold(held);
    }
    deliver();
  }

  private void deliver() {
    Reader to = reader;
    if (to == null || delivering) {
      return;
    }
    delivering = true;
    try {
      while (reading && !over && !unread.isEmpty()) {
        ByteBuf bytes = unread.remove();
        int count = bytes.readableBytes();
        queued -= count;
        giveBack(count);
        to.onBytes(bytes);
      }
      if (reading && !over && input != Input.OPEN) {
        over = true;
        to.onEnd(failure);
        finish();
      }
    } finally {
      delivering = false;
    }
  }

  private void giveBack(int bytes) {
    if (held > 0) {
      int released = Math.min(held, bytes);
      held -= released;
      port.releaseHeld(released);
    } else {
      port.consumed(stream, bytes);
    }
  }

  // ---- The body of the response

  @Override
  public void take(Reader newReader) {
    if (taken) {
      throw new IllegalStateException("the stream was taken or given up before");
    }
    taken = true;
    reader = newReader;
    newReader.onOpen(this);
    deliver();
  }

  @Override
  public void cancel() {
    if (!taken) {
      taken = true;
      close();
    }
  }

  // ---- The stream

  @Override
  public EventExecutor loop() {
    return port.channel().eventLoop();
  }

  @Override
  public ByteBufAllocator alloc() {
    return port.channel().alloc();
  }

  @Override
  public boolean isWritable() {
    return !over && unsent < port.limits().uploadAhead() && port.channel().isActive();
  }

  @Override
  public void write(ByteBuf bytes, Sent sent) {
    if (over || input == Input.LOST) {
      bytes.release();
      sent.done(failure != null ? failure : new NetException(NetError.CONNECTION_CLOSED));
      return;
    }
    int count = bytes.readableBytes();
    unsent += count;
    port.write(
        stream,
        bytes,
        problem -> {
          boolean wasFull = unsent >= port.limits().uploadAhead();
          unsent -= count;
          sent.done(problem == null ? null : lost(problem));
          Reader to = reader;
          if (wasFull && to != null && isWritable()) {
            to.onWritable();
          }
        });
  }

  private NetException lost(Throwable problem) {
    NetException known = failure;
    return known != null ? known : new NetException(NetError.HTTP2_STREAM_CLOSED, problem);
  }

  /** The connection flushes at the end of each turn of its loop. */
  @Override
  public void flush() {}

  @Override
  public void reading(boolean wanted) {
    reading = wanted;
    deliver();
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      finish();
    }
  }

  /** RFC 8441 §5: an orderly end is END_STREAM, giving up is RST_STREAM with CANCEL. */
  private void finish() {
    unread.forEach(ByteBuf::release);
    unread.clear();
    queued = 0;
    if (held > 0) {
      port.releaseHeld(held);
      held = 0;
    }
    if (unsent > 0) {
      // A reset overtakes what waits for the end of this turn, such as a goodbye.
      port.flush();
    }
    if (input == Input.ENDED && unsent == 0) {
      port.writeEnd(stream, new HeaderList());
    } else if (input != Input.LOST) {
      port.reset(stream, Http2Error.CANCEL);
    }
    onClosed.run();
  }
}
