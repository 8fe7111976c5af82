package dev.valence.ipc.renderer;

import dev.valence.event.EventEmitter;
import dev.valence.event.EventType;
import dev.valence.ipc.port.MessageChannelMain;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A JVM that {@code Renderers.spawn} started, from the inside.
 *
 * {@snippet :
 * public static void main(String[] args) {
 *   IpcRenderer ipc = RendererProcess.current().ipcRenderer();
 *   ipc.on("work", (event, args) -> ipc.send("done", args.get(0)));
 * }
 * }
 *
 * <p>The process stays until it calls {@link #close} or {@code System.exit}, or the main process
 * leaves it or is gone: then the listeners of {@link #DISCONNECT} run, and it exits, with 0 where
 * the main process said goodbye and 1 where it did not.
 */
public interface RendererProcess extends EventEmitter, AutoCloseable {
  /** The line to the main process has ended; the reason. Soon afterwards the process exits. */
  EventType<Consumer<String>> DISCONNECT = EventType.of("disconnect");

  /**
   * This process; the first call connects.
   *
   * @throws IllegalStateException when it was not spawned as a renderer, or the main process cannot
   *     be reached
   */
  static RendererProcess current() {
    return CurrentRenderer.get();
  }

  /** The number that the main process knows it by. */
  int id();

  /** Its channels. */
  IpcRenderer ipcRenderer();

  /** A new message channel, both ends here. */
  MessageChannelMain messageChannel();

  /** The event thread, to run something in turn with the listeners. */
  Executor eventThread();

  /**
   * Leaves the main process: what was sent before still arrives. The process goes on without IPC,
   * as long as threads of its own do.
   */
  @Override
  void close();
}
