package dev.valence.internal.interception;

import dev.valence.interception.MessageDirection;
import dev.valence.net.NetException;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.websocket.WebSocketMessage;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What comes from the server to the program through interceptors. Any thread. */
final class ReceivedLane {
  private final InterceptedSocket socket;
  private final WebSocketListener listener;
  private final TakenMessages taken;
  private final MessageLane lane = new MessageLane();

  ReceivedLane(InterceptedSocket socket, WebSocketListener listener) {
    this.socket = socket;
    this.listener = listener;
    this.taken = new TakenMessages(bytes -> socket.transport().consumed(bytes));
  }

  /** A message of the server; it counts as not taken while it waits. */
  void add(boolean text, byte[] payload) {
    WebSocketMessage message = WebSocketMessage.ofOwned(text, payload);
    lane.add(
        next ->
            socket.ask(
                MessageDirection.RECEIVED,
                message,
                left -> {
                  if (!lane.isClosed()) {
                    taken.delivered(left.size(), payload.length);
                    left.forEach(this::deliver);
                  }
                  next.run();
                }));
  }

  private void deliver(WebSocketMessage message) {
    socket.observe(MessageDirection.RECEIVED, message);
    listener.onMessage(message.isText(), message.bytes());
  }

  /** What is added later waits for this. */
  void waitFor(CompletableFuture<Void> event) {
    lane.add(next -> event.thenRun(next));
  }

  /** A message of an interceptor. */
  void inject(WebSocketMessage message, Consumer<@Nullable NetException> done) {
    lane.add(
        new MessageLane.Job() {
          @Override
          public void begin(Runnable next) {
            taken.injected(done);
            deliver(message);
            next.run();
          }

          @Override
          public void discard() {
            done.accept(socket.ended());
          }
        });
  }

  /** A ping or pong, which waits for nothing but may be wanted. */
  boolean control(byte[] payload, BooleanSupplier give) {
    return taken.control(payload.length, give);
  }

  /** The program has taken the next message, ping or pong. */
  void taken() {
    taken.next();
  }

  void goodbye(int code, String reason) {
    lane.add(
        next -> {
          listener.onGoodbye(code, reason);
          next.run();
        });
  }

  /** Runs the end in its turn, or at once where nothing waits any more. */
  void end(Runnable end) {
    lane.add(
        new MessageLane.Job() {
          @Override
          public void begin(Runnable next) {
            end.run();
            next.run();
          }

          @Override
          public void discard() {
            end.run();
          }
        });
  }

  /** Nothing is delivered any more. */
  void close() {
    lane.close();
  }

  /** What interceptors made and the program has not taken is not known to be. */
  void lost(NetException why) {
    taken.end(why);
  }
}
