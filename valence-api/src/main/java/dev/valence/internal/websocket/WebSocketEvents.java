package dev.valence.internal.websocket;

import dev.valence.event.EventType;
import dev.valence.event.dispatch.EventThread;
import dev.valence.event.dispatch.Listeners;
import dev.valence.net.NetException;
import dev.valence.websocket.CloseEvent;
import dev.valence.websocket.MessageEvent;
import dev.valence.websocket.WebSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a {@link WebSocket} is as an event target (DOM standard §2.7): listeners and handlers. */
abstract class WebSocketEvents implements WebSocket {
  final Listeners listeners;
  private final Handlers handlers;

  WebSocketEvents(EventThread events) {
    this.listeners =
        new Listeners(events, "WebSocket", OPENED, MESSAGE, ERROR, CLOSE, LOGIN, RECONNECTING);
    this.handlers = new Handlers(listeners);
  }

  @Override
  public <L> void addEventListener(EventType<L> type, L listener) {
    listeners.addIfAbsent(type, listener);
  }

  @Override
  public <L> void removeEventListener(EventType<L> type, L listener) {
    listeners.remove(type, listener);
  }

  @Override
  public @Nullable Runnable onopen() {
    return handlers.get(OPENED);
  }

  @Override
  public void onopen(@Nullable Runnable handler) {
    handlers.set(OPENED, handler, to -> () -> to.run(Runnable::run));
  }

  @Override
  public @Nullable Consumer<MessageEvent> onmessage() {
    return handlers.get(MESSAGE);
  }

  @Override
  public void onmessage(@Nullable Consumer<MessageEvent> handler) {
    handlers.set(MESSAGE, handler, to -> event -> to.run(one -> one.accept(event)));
  }

  @Override
  public @Nullable Consumer<NetException> onerror() {
    return handlers.get(ERROR);
  }

  @Override
  public void onerror(@Nullable Consumer<NetException> handler) {
    handlers.set(ERROR, handler, to -> failure -> to.run(one -> one.accept(failure)));
  }

  @Override
  public @Nullable Consumer<CloseEvent> onclose() {
    return handlers.get(CLOSE);
  }

  @Override
  public void onclose(@Nullable Consumer<CloseEvent> handler) {
    handlers.set(CLOSE, handler, to -> event -> to.run(one -> one.accept(event)));
  }
}
