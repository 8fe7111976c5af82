package dev.valence.ipc.process;

import dev.valence.event.EventEmitter;
import dev.valence.event.EventType;
import dev.valence.ipc.main.Sender;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A renderer that is a process of its own, as the main process sees it. What is sent before it has
 * connected waits for it. Any thread may call; listeners run on the event thread.
 */
public interface Renderer extends Sender, EventEmitter {
  /** Every message of {@code send}, before the listeners of its channel. */
  EventType<IpcMessageListener> IPC_MESSAGE = EventType.of("ipc-message");

  /** Every message of {@code sendSync}, before the listeners of its channel. */
  EventType<IpcMessageListener> IPC_MESSAGE_SYNC = EventType.of("ipc-message-sync");

  /** What it sends with {@code sendToHost}, where the main process is its host. */
  EventType<HostMessageListener> IPC_MESSAGE_HOST = EventType.of("ipc-message-host");

  /** It has connected. */
  EventType<Runnable> READY = EventType.of("ready");

  /** It ended otherwise than by itself with 0, or by {@link #close}; before {@link #EXIT}. */
  EventType<Consumer<RendererExit>> RENDER_PROCESS_GONE = EventType.of("render-process-gone");

  /** It ended: the last event. */
  EventType<Consumer<RendererExit>> EXIT = EventType.of("exit");

  /** The number of the operating system's process. */
  long pid();

  /** Completes when it has connected; fails when it ends before. */
  CompletableFuture<Renderer> ready();

  /** Completes when it has ended. */
  CompletableFuture<RendererExit> exited();

  /**
   * Lets it end: what was sent before still arrives, its listeners hear that the main process
   * leaves it, and it exits. One that is still there after 5 s is killed. Does not wait.
   */
  void close();

  /** Ends the process at once. Does not wait. */
  void kill();

  @Override
  <L> Renderer on(EventType<L> type, L listener);

  @Override
  <L> Renderer once(EventType<L> type, L listener);

  @Override
  <L> Renderer off(EventType<L> type, L listener);

  @Override
  default <L> Renderer addListener(EventType<L> type, L listener) {
    return on(type, listener);
  }

  @Override
  default <L> Renderer removeListener(EventType<L> type, L listener) {
    return off(type, listener);
  }

  @Override
  Renderer removeAllListeners(EventType<?> type);

  @Override
  Renderer removeAllListeners();
}
