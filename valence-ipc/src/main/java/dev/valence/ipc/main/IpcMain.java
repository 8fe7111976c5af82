package dev.valence.ipc.main;

import dev.valence.ipc.service.ExposedService;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * What renderers send, by channels: Electron's {@code ipcMain}, and the {@code ipc} of one
 * renderer. A renderer's own listeners come first, then those of {@code ipcMain}; of handlers only
 * the first that is found runs, in the same order.
 *
 * <p>Listeners and handlers are apart: a message of {@code send} never reaches a handler, and
 * {@code removeAllListeners} leaves handlers. Both run on the event thread, one at a time, in the
 * order in which a renderer sent; what they throw is reported, or told to the caller. Any thread
 * may call the methods.
 */
public interface IpcMain {
  /** Adds a listener for a channel, behind those that are there. */
  IpcMain on(String channel, IpcMainListener listener);

  /** Adds a listener for the next message of a channel. */
  IpcMain once(String channel, IpcMainListener listener);

  /** Removes the listener as it was last added; no effect when it is not there. */
  IpcMain off(String channel, IpcMainListener listener);

  /** The same as {@link #on}. */
  default IpcMain addListener(String channel, IpcMainListener listener) {
    return on(channel, listener);
  }

  /** The same as {@link #off}. */
  default IpcMain removeListener(String channel, IpcMainListener listener) {
    return off(channel, listener);
  }

  /** Removes the listeners of a channel. */
  IpcMain removeAllListeners(String channel);

  /** Removes all listeners. */
  IpcMain removeAllListeners();

  /** How many listeners a channel has. */
  int listenerCount(String channel);

  /**
   * The channels with listeners, in the order in which they got their first. As in Electron {@code
   * error} is among them at first, so that a channel of that name is nothing special.
   */
  Set<String> eventNames();

  /**
   * Answers the calls of {@code invoke} on a channel.
   *
   * @throws IllegalStateException with Electron's text, when there is a handler
   */
  void handle(String channel, InvokeHandler handler);

  /**
   * Answers one call; removed before it runs.
   *
   * @throws IllegalStateException with Electron's text, when there is a handler
   */
  void handleOnce(String channel, InvokeHandler handler);

  /** Removes the handler of a channel, if there is one. Calls that run go on. */
  void removeHandler(String channel);

  /**
   * Lets renderers call a Java interface: {@code ipcMain.expose("files", FileService.class,
   * files)}; there {@code ipcRenderer.service("files", FileService.class)}. Its methods run on the
   * event thread, as handlers do; those with an {@code InputStream} parameter on a thread of their
   * own.
   *
   * <p>The channel of that name gets a handler, and a listener where there are streams. Any
   * renderer may call; {@link dev.valence.ipc.service.ServiceCall#event} tells which.
   *
   * @throws IllegalArgumentException when the interface has what cannot be called over IPC:
   *     overloads, generic methods, types that are nothing in JavaScript
   * @throws IllegalStateException when the channel has a handler
   */
  <T> ExposedService expose(String name, Class<T> type, T implementation);

  /** The same, with methods that run on an executor, and may block it. */
  <T> ExposedService expose(String name, Class<T> type, T implementation, Executor executor);
}
