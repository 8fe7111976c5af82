package dev.valence.net.internal.websocket;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.DuplexStream;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that stands: messages both ways, pings, the closing handshake (RFC 6455 §7). Confined
 * to the network thread.
 */
final class WebSocketConnection
    implements DuplexStream.Reader, MessageReader.Output, MessageWriter.Progress {
  /** RFC 6455 §7.1.1: the server closes first; Chromium waits so long for it. */
  private static final long SERVER_CLOSES_WITHIN_MILLIS = 2000;

  private static final SecureRandom RANDOM = new SecureRandom();

  private enum State {
    OPEN,
    /** This side has said goodbye. */
    CLOSING,
    /** The server has said goodbye; the listener is going to answer it. */
    GOODBYE_HEARD,
    /** The server has said goodbye, and this side as well. */
    CLOSED_BOTH_WAYS,
    OVER
  }

  private final WebSocketListener listener;
  private final WebSocketSettings settings;
  private final @Nullable DeflateAgreement compression;
  private final FrameLog log;
  private final ReadAhead readAhead;
  private final Runnable onOver;
  private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>(2);
  private State state = State.OPEN;
  private @Nullable DuplexStream stream;
  private @Nullable FrameReader reader;
  private @Nullable MessageReader messages;
  private @Nullable MessageWriter writer;
  private @Nullable NetException failure;
  private @Nullable Future<?> closeTimer;
  private @Nullable Future<?> pingTimer;
  private boolean reading;
  private boolean sentSomething;
  private boolean heardSomething;
  private boolean pingUnanswered;
  private int closeCode = CloseCodes.ABNORMAL;
  private String closeReason = "";

  /**
   * A connection; it begins when it is given a stream.
   *
   * @param readAhead hears of every message
   * @param onOver called when it has ended
   */
  WebSocketConnection(
      WebSocketListener listener,
      WebSocketSettings settings,
      @Nullable DeflateAgreement compression,
      FrameLog log,
      ReadAhead readAhead,
      Runnable onOver) {
    this.listener = listener;
    this.settings = settings;
    this.compression = compression;
    this.log = log;
    this.readAhead = readAhead;
    this.onOver = onOver;
  }

  // ---- What this side does

  void send(boolean text, byte[] payload, boolean last, Consumer<@Nullable NetException> done) {
    if (maySend() && writer != null) {
      writer.add(text, payload, last, done);
    } else {
      done.accept(closed());
    }
  }

  void sendControl(Opcode opcode, byte[] payload, Consumer<@Nullable NetException> done) {
    if (maySend() && writer != null) {
      writer.addControl(opcode, payload, done);
    } else {
      done.accept(closed());
    }
  }

  private boolean maySend() {
    return state == State.OPEN || state == State.GOODBYE_HEARD;
  }

  /** What becomes of what cannot be sent. */
  static NetException closed() {
    return new NetException(NetError.CONNECTION_CLOSED, "the WebSocket is not open", null);
  }

  void flush() {
    if (writer != null) {
      writer.pump();
    }
  }

  void close(int code, String reason, Consumer<@Nullable NetException> done) {
    if (state == State.OPEN && writer != null) {
      state = State.CLOSING;
      awaitGoodbye();
      writer.closeAfterMessages(code, reason, done);
    } else if (state == State.GOODBYE_HEARD && writer != null) {
      state = State.CLOSED_BOTH_WAYS;
      writer.closeAfterMessages(
          code,
          reason,
          failure -> {
            awaitServersEnd();
            done.accept(failure);
          });
    } else {
      done.accept(closed());
    }
  }

  /** Ends the connection without a goodbye. */
  void abort(NetException reason) {
    if (state != State.CLOSED_BOTH_WAYS) {
      end(reason);
    } else {
      end(null);
    }
  }

  /** There is room for more messages again. */
  void readOn() {
    if (state != State.OVER) {
      readUnread();
    }
  }

  // ---- The stream

  @Override
  public void onOpen(DuplexStream opened) {
    stream = opened;
    DeflateAgreement agreement = compression;
    messages =
        new MessageReader(
            this,
            settings,
            agreement == null ? null : new Inflation(agreement.serverForgets()),
            log);
    reader = new FrameReader(messages, agreement != null, opened.alloc().buffer(125));
    writer =
        new MessageWriter(
            opened,
            new FrameWriter(RANDOM),
            agreement == null ? null : new Deflation(agreement),
            this,
            log);
    long interval = settings.pingInterval().toNanos();
    if (interval > 0) {
      pingTimer =
          opened
              .loop()
              .scheduleWithFixedDelay(this::onPingDue, interval, interval, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void onBytes(ByteBuf in) {
    if (state == State.OVER) {
      in.release();
      return;
    }
    heardSomething = true;
    unread.add(in);
    readUnread();
  }

  private void readUnread() {
    if (reading) {
      return;
    }
    reading = true;
    try {
      ByteBuf next = unread.peek();
      while (next != null && takesMore() && reader != null) {
        reader.read(next);
        if (state == State.OVER) {
          return;
        }
        if (!next.isReadable() || hasHeardGoodbye()) {
          unread.remove();
          next.release();
        }
        next = unread.peek();
      }
    } catch (ProtocolViolation e) {
      onViolation(e);
    } finally {
      reading = false;
    }
    if (state != State.OVER && stream != null) {
      stream.reading(unread.isEmpty() && takesMore());
    }
  }

  @Override
  public boolean takesMore() {
    return state != State.OVER && readAhead.takesMore();
  }

  @Override
  public void onWritable() {
    flush();
  }

  @Override
  public void onEnd(@Nullable NetException why) {
    if (hasHeardGoodbye()) {
      end(null);
    } else if (failure != null) {
      end(failure);
    } else if (why != null) {
      end(why);
    } else {
      end(
          new NetException(
              NetError.CONNECTION_CLOSED, "the server left without a closing handshake", null));
    }
  }

  // ---- What the server says

  @Override
  public void onMessage(boolean text, byte[] payload) {
    if (state == State.OPEN || state == State.CLOSING) {
      readAhead.read(payload.length);
      listener.onMessage(text, payload);
    }
  }

  @Override
  public void onPing(ByteBuf payload) {
    if (writer != null && state == State.OPEN) {
      writer.pong(payload);
    }
    if (state == State.OPEN || state == State.CLOSING) {
      byte[] copy = copyOf(payload);
      if (listener.onPing(copy)) {
        readAhead.read(copy.length);
      }
    }
  }

  @Override
  public void onPong(ByteBuf payload) {
    pingUnanswered = false;
    if (state == State.OPEN || state == State.CLOSING) {
      byte[] copy = copyOf(payload);
      if (listener.onPong(copy)) {
        readAhead.read(copy.length);
      }
    }
  }

  private static byte[] copyOf(ByteBuf payload) {
    return ByteBufUtil.getBytes(payload);
  }

  private boolean hasHeardGoodbye() {
    return state == State.GOODBYE_HEARD || state == State.CLOSED_BOTH_WAYS;
  }

  @Override
  public void onClose(int code, String reason) {
    if (hasHeardGoodbye() || state == State.OVER) {
      return;
    }
    boolean serverBegan = state == State.OPEN;
    state = State.GOODBYE_HEARD;
    closeCode = code;
    closeReason = reason;
    listener.onGoodbye(code, reason);
    if (serverBegan && listener.answersGoodbye()) {
      return;
    }
    state = State.CLOSED_BOTH_WAYS;
    if (writer != null) {
      writer.closeNow(code, reason);
    }
    awaitServersEnd();
  }

  private void awaitServersEnd() {
    startCloseTimer(
        TimeUnit.MILLISECONDS.toNanos(SERVER_CLOSES_WITHIN_MILLIS),
        () -> {
          log.closeTimeout();
          end(null);
        });
  }

  private void onViolation(ProtocolViolation violation) {
    if (hasHeardGoodbye()) {
      // What comes behind a goodbye is nobody's; kept, it would keep the end from being read.
      releaseUnread();
      return;
    }
    log.invalid(violation);
    if (writer != null && state != State.OVER) {
      writer.closeNow(violation.closeCode(), "");
    }
    NetError error =
        violation.closeCode() == ProtocolViolation.TOO_BIG
            ? NetError.MSG_TOO_BIG
            : NetError.WS_PROTOCOL_ERROR;
    end(new NetException(error, violation.getMessage(), null));
  }

  // ---- Progress and time

  @Override
  public void onSent(int bytes) {
    sentSomething = true;
    listener.onSent(bytes);
  }

  @Override
  public void onWriteFailed(NetException cause) {
    if (state == State.OVER || failure != null) {
      return;
    }
    failure = cause;
    // The server may have said goodbye before it stopped listening: that is still to be read.
    startCloseTimer(
        TimeUnit.MILLISECONDS.toNanos(SERVER_CLOSES_WITHIN_MILLIS),
        () -> end(hasHeardGoodbye() ? null : cause));
  }

  private void awaitGoodbye() {
    sentSomething = false;
    startCloseTimer(
        settings.closeTimeout().toNanos(),
        () -> {
          if (sentSomething) {
            awaitGoodbye();
          } else {
            log.closeTimeout();
            end(
                new NetException(
                    NetError.TIMED_OUT,
                    "the server did not answer the goodbye within "
                        + settings.closeTimeout().toMillis()
                        + " ms",
                    null));
          }
        });
  }

  private void startCloseTimer(long nanos, Runnable task) {
    if (closeTimer != null) {
      closeTimer.cancel(false);
    }
    if (stream != null && state != State.OVER) {
      closeTimer = stream.loop().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void onPingDue() {
    if (state != State.OPEN || writer == null) {
      return;
    }
    boolean silent = !heardSomething;
    heardSomething = false;
    if (!silent || !takesMore()) {
      pingUnanswered = false;
    } else if (pingUnanswered) {
      end(
          new NetException(
              NetError.TIMED_OUT,
              "no sign of life for "
                  + 2 * settings.pingInterval().toMillis()
                  + " ms, in spite of a ping",
              null));
    } else {
      pingUnanswered = true;
      writer.ping();
    }
  }

  private void end(@Nullable NetException why) {
    if (state == State.OVER) {
      return;
    }
    state = State.OVER;
    if (closeTimer != null) {
      closeTimer.cancel(false);
    }
    if (pingTimer != null) {
      pingTimer.cancel(false);
    }
    releaseUnread();
    if (reader != null) {
      reader.release();
    }
    if (messages != null) {
      messages.release();
    }
    if (writer != null) {
      writer.release();
    }
    if (stream != null) {
      stream.close();
    }
    onOver.run();
    if (why == null) {
      listener.onClosed(closeCode, closeReason, null);
    } else {
      listener.onClosed(CloseCodes.ABNORMAL, "", why);
    }
  }

  private void releaseUnread() {
    for (ByteBuf bytes = unread.poll(); bytes != null; bytes = unread.poll()) {
      bytes.release();
    }
  }
}
