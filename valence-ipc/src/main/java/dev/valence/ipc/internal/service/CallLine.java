package dev.valence.ipc.internal.service;

import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the calls of a proxy go out: what either side has. */
public interface CallLine {
  /**
   * Calls a channel's handler on the other side.
   *
   * @return its answer; fails with {@link dev.valence.ipc.message.IpcException}; cancelling it
   *     cancels the call
   * @throws dev.valence.ipc.clone.DataCloneException when an argument cannot be cloned
   */
  CompletableFuture<@Nullable Object> invoke(
      InvokeOptions options, String channel, @Nullable Object... args);

  /** Sends a message with ports; it arrives before calls that are made later. */
  void postMessage(
      String channel, @Nullable Object message, List<? extends @Nullable MessagePortMain> transfer);

  /** A new channel, both ends here. */
  MessageChannelMain messageChannel();
}
