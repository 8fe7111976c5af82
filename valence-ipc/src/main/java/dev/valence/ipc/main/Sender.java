package dev.valence.ipc.main;

import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.port.MessagePortMain;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Who sends and is sent to: what a renderer process and the contents of a page have in common. */
public interface Sender {
  /** Its number, from 1; never used again. */
  int id();

  /** What this one sends: listeners and handlers here come before those of {@code ipcMain}. */
  IpcMain ipc();

  /** Its main frame. */
  WebFrameMain mainFrame();

  /** Whether it has ended: nothing can be sent any more. */
  boolean isDestroyed();

  /**
   * Sends a message to its {@code ipcRenderer}. What cannot be cloned is logged and not sent, as in
   * Electron; nor is anything to who has ended.
   *
   * @throws IllegalArgumentException without a channel
   */
  void send(String channel, @Nullable Object... args);

  /** Sends a message without ports; see the other form. */
  default void postMessage(String channel, @Nullable Object message) {
    postMessage(channel, message, List.of());
  }

  /**
   * Sends a message with ports, which cannot be used here any more.
   *
   * @throws dev.valence.ipc.clone.DataCloneException when it cannot be cloned
   * @throws IllegalArgumentException with Electron's texts, when a port cannot travel
   */
  void postMessage(
      String channel, @Nullable Object message, List<? extends @Nullable MessagePortMain> transfer);

  /**
   * Calls a handler over there; beyond Electron, where only renderers call. The future fails with
   * {@link dev.valence.ipc.message.IpcException}; cancelling it tells the handler.
   *
   * @throws dev.valence.ipc.clone.DataCloneException when an argument cannot be cloned
   */
  default CompletableFuture<@Nullable Object> invoke(String channel, @Nullable Object... args) {
    return invoke(InvokeOptions.DEFAULT, channel, args);
  }

  /** As the other form, with a deadline or somebody who hears of progress. */
  CompletableFuture<@Nullable Object> invoke(
      InvokeOptions options, String channel, @Nullable Object... args);

  /**
   * The caller's side of a service that it exposes: an object of the interface whose methods call
   * it over there. What they return, or throw as the interface declares, comes back as it is; other
   * errors as {@link dev.valence.ipc.message.IpcException}. Methods that return no future block.
   * Nothing is asked before the first call.
   *
   * @throws IllegalArgumentException when the interface has what cannot be called over IPC
   */
  <T> T service(String name, Class<T> type);

  /** The same, with a time limit for calls of methods that have none of their own. */
  <T> T service(String name, Class<T> type, Duration deadline);
}
