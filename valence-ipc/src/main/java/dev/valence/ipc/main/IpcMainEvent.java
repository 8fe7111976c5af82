package dev.valence.ipc.main;

import dev.valence.ipc.port.MessagePortMain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of {@code send}, {@code sendSync} or {@code postMessage}. */
public interface IpcMainEvent extends IpcEvent {
  /**
   * Answers {@code sendSync}; the renderer is blocked until then. The first value counts, also when
   * it comes after the listeners have returned; further ones and answers to other messages have no
   * effect. From any thread.
   *
   * @throws dev.valence.ipc.clone.DataCloneException when it cannot be cloned; nothing is answered
   */
  void returnValue(@Nullable Object value);

  /** Always {@code Undefined.VALUE}: the value can only be set. */
  @Nullable Object returnValue();

  /** The ports that came with the message; empty where none did. They are not started. */
  List<MessagePortMain> ports();

  /** Sends a message to the frame that sent this one; see {@link Sender#send}. */
  void reply(String channel, @Nullable Object... args);
}
