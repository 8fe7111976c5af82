package dev.valence.ipc.renderer;

import dev.valence.ipc.message.InvokeCall;
import dev.valence.ipc.message.IpcArguments;
import org.jspecify.annotations.Nullable;

/** Answers calls of the main process. */
@FunctionalInterface
public interface RendererInvokeHandler {
  /**
   * Answers a call.
   *
   * @return the answer, which is cloned; or a {@code CompletionStage} of it, when it comes later
   * @throws Exception what the caller is told
   */
  @Nullable Object handle(InvokeCall call, IpcArguments args) throws Exception;
}
