package dev.valence.ipc.main;

import dev.valence.ipc.message.IpcArguments;
import org.jspecify.annotations.Nullable;

/** Answers calls of a channel. */
@FunctionalInterface
public interface InvokeHandler {
  /**
   * Answers a call.
   *
   * @return the answer, which is cloned; or a {@code CompletionStage} of it, when it comes later.
   *     {@code Undefined.VALUE} for nothing: {@code null} is a value
   * @throws Exception what the caller is told: its class, message and causes, never its stack
   */
  @Nullable Object handle(IpcMainInvokeEvent event, IpcArguments args) throws Exception;
}
