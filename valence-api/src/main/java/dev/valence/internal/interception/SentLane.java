package dev.valence.internal.interception;

import dev.valence.interception.MessageDirection;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.websocket.WebSocketMessage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What goes from the program to the server through interceptors. Any thread. */
final class SentLane {
  private final InterceptedSocket socket;
  private final int maxMessageBytes;
  private final SentMessages sent;
  private final MessageLane lane = new MessageLane();

  // Guarded by this: the parts of a message that the program sends in parts.
  private @Nullable ByteArrayOutputStream parts;

  /**
   * A lane.
   *
   * @param maxMessageBytes the longest message that is gathered of parts
   * @param onSent hears with how many bytes the program's messages count as sent
   */
  SentLane(InterceptedSocket socket, int maxMessageBytes, IntConsumer onSent) {
    this.socket = socket;
    this.maxMessageBytes = maxMessageBytes;
    this.sent = new SentMessages(onSent);
  }

  /** A message of the program, or a part of one: interceptors get whole messages. */
  void add(boolean text, byte[] payload, boolean last, Consumer<@Nullable NetException> done) {
    byte[] whole;
    try {
      whole = gather(payload, last);
    } catch (NetException e) {
      done.accept(e);
      return;
    }
    if (whole == null) {
      done.accept(null);
      return;
    }
    WebSocketMessage message = WebSocketMessage.ofOwned(text, whole);
    lane.add(
        new Sending(done) {
          @Override
          public void begin(Runnable next) {
            socket.ask(
                MessageDirection.SENT,
                message,
                left -> {
                  if (lane.isClosed()) {
                    discard();
                  } else {
                    send(left, payload.length, done);
                  }
                  next.run();
                });
          }
        });
  }

  /** The message that ends with this part; null where it does not end. */
  private synchronized byte @Nullable [] gather(byte[] payload, boolean last) throws NetException {
    ByteArrayOutputStream before = parts;
    if (before == null && last) {
      return payload;
    }
    ByteArrayOutputStream gathered = before == null ? new ByteArrayOutputStream() : before;
    if (payload.length > maxMessageBytes - gathered.size()) {
      parts = null;
      throw new NetException(
          NetError.MSG_TOO_BIG,
          "interceptors get whole messages, and this one has more than "
              + maxMessageBytes
              + " bytes",
          null);
    }
    gathered.writeBytes(payload);
    parts = last ? null : gathered;
    return last ? gathered.toByteArray() : null;
  }

  /** What is added later waits for this. */
  void waitFor(CompletableFuture<Void> event) {
    lane.add(next -> event.thenRun(next));
  }

  /** A message of an interceptor. */
  void inject(WebSocketMessage message, Consumer<@Nullable NetException> done) {
    lane.add(
        new Sending(done) {
          @Override
          public void begin(Runnable next) {
            send(List.of(message), 0, done);
            next.run();
          }
        });
  }

  void goodbye(int code, String reason, Consumer<@Nullable NetException> done) {
    lane.add(
        new Sending(done) {
          @Override
          public void begin(Runnable next) {
            socket.transport().close(code, reason, done);
            next.run();
          }
        });
  }

  /** Nothing is sent any more. */
  void close() {
    lane.close();
  }

  private void send(
      List<WebSocketMessage> messages, int counted, Consumer<@Nullable NetException> done) {
    SentMessages.Entry entry = sent.add(messages.size(), counted, done);
    for (WebSocketMessage message : messages) {
      socket.observe(MessageDirection.SENT, message);
      socket.transport().sendPart(message.isText(), message.bytes(), true, entry);
    }
  }

  /** Something that somebody wants to hear the end of. */
  private abstract class Sending implements MessageLane.Job {
    private final Consumer<@Nullable NetException> done;

    Sending(Consumer<@Nullable NetException> done) {
      this.done = done;
    }

    @Override
    public void discard() {
      done.accept(socket.ended());
    }
  }
}
