package dev.valence.ipc.renderer;

import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.service.ExposedService;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A renderer's line to the main process: Electron's {@code ipcRenderer}, for JVMs.
 *
 * <p>Values are cloned during the call: later changes have no effect. What one thread sends by
 * {@code send}, {@code sendSync}, {@code invoke} and {@code postMessage} arrives in that order.
 * Outside of the event thread a call may block while the main process is slow to read.
 *
 * <p>Everything that sends throws {@link dev.valence.ipc.clone.DataCloneException} for values that
 * cannot be cloned, {@link IllegalArgumentException} for messages that are too long, and {@link
 * IllegalStateException} with Electron's text {@code IPC method called after context was released}
 * once the line has ended. Nothing was sent then.
 */
public interface IpcRenderer {
  /** Adds a listener for a channel. */
  IpcRenderer on(String channel, IpcRendererListener listener);

  /** Adds a listener for the next message of a channel. */
  IpcRenderer once(String channel, IpcRendererListener listener);

  /** Removes the listener as it was last added; no effect when it is not there. */
  IpcRenderer off(String channel, IpcRendererListener listener);

  /** The same as {@link #on}. */
  default IpcRenderer addListener(String channel, IpcRendererListener listener) {
    return on(channel, listener);
  }

  /** The same as {@link #off}. */
  default IpcRenderer removeListener(String channel, IpcRendererListener listener) {
    return off(channel, listener);
  }

  /** Removes the listeners of a channel. */
  IpcRenderer removeAllListeners(String channel);

  /** Removes all listeners. */
  IpcRenderer removeAllListeners();

  /** How many listeners a channel has. */
  int listenerCount(String channel);

  /** The channels with listeners. */
  Set<String> eventNames();

  /** Sends a message to {@code ipcMain}. */
  void send(String channel, @Nullable Object... args);

  /**
   * Calls a handler of the main process. The future fails with {@link
   * dev.valence.ipc.message.IpcException}; cancelling it tells the handler.
   */
  default CompletableFuture<@Nullable Object> invoke(String channel, @Nullable Object... args) {
    return invoke(InvokeOptions.DEFAULT, channel, args);
  }

  /** As the other form, with a deadline or somebody who hears of progress. */
  CompletableFuture<@Nullable Object> invoke(
      InvokeOptions options, String channel, @Nullable Object... args);

  /**
   * Sends a message and waits until a listener sets the event's {@code returnValue}.
   *
   * @throws dev.valence.ipc.message.IpcTimeoutException after the time that the main process gives
   *     this renderer (30 s by default)
   * @throws dev.valence.ipc.message.IpcException when nobody answers, because there is no listener,
   *     the channel is not allowed, or the main process ends
   */
  @Nullable Object sendSync(String channel, @Nullable Object... args);

  /** Sends a message without ports; see the other form. */
  default void postMessage(String channel, @Nullable Object message) {
    postMessage(channel, message, List.of());
  }

  /**
   * Sends a message with ports, which cannot be used here any more.
   *
   * @throws IllegalArgumentException with Electron's texts, when a port cannot travel
   */
  void postMessage(
      String channel, @Nullable Object message, List<? extends @Nullable MessagePortMain> transfer);

  /** Sends a message to the {@code ipcRenderer} of another renderer, by way of the main process. */
  void sendTo(int rendererId, String channel, @Nullable Object... args);

  /** Sends a message to the host: who spawned this renderer, or the renderer set as its host. */
  void sendToHost(String channel, @Nullable Object... args);

  /** Adds a listener for what the renderers send whose host this one is. */
  IpcRenderer onGuestMessage(GuestMessageListener listener);

  /** Removes a listener as it was last added with {@link #onGuestMessage}. */
  IpcRenderer offGuestMessage(GuestMessageListener listener);

  /**
   * Answers calls that the main process makes on a channel; beyond Electron.
   *
   * @throws IllegalStateException when there is a handler
   */
  void handle(String channel, RendererInvokeHandler handler);

  /** Answers one call; removed before it runs. */
  void handleOnce(String channel, RendererInvokeHandler handler);

  /** Removes the handler of a channel, if there is one. */
  void removeHandler(String channel);

  /**
   * The caller's side of a service that the main process exposes: an object of the interface whose
   * methods call it over there. What they return, or throw as the interface declares, comes back as
   * it is; other errors as {@link dev.valence.ipc.message.IpcException}. Methods that return no
   * future block. Nothing is asked before the first call.
   *
   * @throws IllegalArgumentException when the interface has what cannot be called over IPC
   */
  <T> T service(String name, Class<T> type);

  /** The same, with a time limit for calls of methods that have none of their own. */
  <T> T service(String name, Class<T> type, Duration deadline);

  /**
   * Lets the main process call a Java interface, by {@code service} of its {@code Renderer}; as
   * {@code expose} of {@code ipcMain}.
   *
   * @throws IllegalArgumentException when the interface has what cannot be called over IPC
   * @throws IllegalStateException when the channel has a handler
   */
  <T> ExposedService expose(String name, Class<T> type, T implementation);

  /** The same, with methods that run on an executor, and may block it. */
  <T> ExposedService expose(String name, Class<T> type, T implementation, Executor executor);
}
