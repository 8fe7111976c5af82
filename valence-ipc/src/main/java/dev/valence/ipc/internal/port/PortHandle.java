package dev.valence.ipc.internal.port;

import dev.valence.event.EventType;
import dev.valence.event.dispatch.Listeners;
import dev.valence.ipc.port.MessageEvent;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.Undefined;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the user has of a port. When nobody has it any more, its end is closed. */
final class PortHandle implements MessagePortMain {
  private final PortEnd end;
  private final Listeners listeners;

  PortHandle(PortEnd end, Listeners listeners) {
    this.end = end;
    this.listeners = listeners;
  }

  PortEnd end() {
    return end;
  }

  boolean isOnEventThread() {
    return listeners.thread().isCurrent();
  }

  /** Whether somebody heard it. Only on the event thread. */
  boolean emit(MessageEvent event) {
    return listeners.emit(MESSAGE, listener -> listener.accept(event));
  }

  /** Only on the event thread. */
  void emitClose() {
    listeners.emit(CLOSE, Runnable::run);
  }

  @Override
  public void postMessage() {
    postMessage(Undefined.VALUE, List.of());
  }

  @Override
  public void postMessage(@Nullable Object message) {
    postMessage(message, List.of());
  }

  @Override
  public void postMessage(
      @Nullable Object message, List<? extends @Nullable MessagePortMain> transfer) {
    end.post(message, transfer);
    // Not collected, and so not closed, before the message was posted.
    Reference.reachabilityFence(this);
  }

  @Override
  public void start() {
    end.start(this);
  }

  @Override
  public void close() {
    end.close(this);
  }

  @Override
  public <L> MessagePortMain on(EventType<L> type, L listener) {
    listeners.add(type, listener, false);
    return this;
  }

  @Override
  public <L> MessagePortMain once(EventType<L> type, L listener) {
    listeners.add(type, listener, true);
    return this;
  }

  @Override
  public <L> MessagePortMain off(EventType<L> type, L listener) {
    listeners.remove(type, listener);
    return this;
  }

  @Override
  public MessagePortMain removeAllListeners(EventType<?> type) {
    listeners.removeAll(type);
    return this;
  }

  @Override
  public MessagePortMain removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(EventType<?> type) {
    return listeners.count(type);
  }

  @Override
  public String toString() {
    return "MessagePortMain[" + end + "]";
  }
}
