package dev.valence.ipc.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed. The message is Electron's: {@code Error invoking remote method 'channel':
 * Error: why}.
 */
public class IpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable RemoteError remote;

  /** A failure with what is known of the error over there. */
  public IpcException(String message, @Nullable RemoteError remote) {
    super(message);
    this.remote = remote;
  }

  /** What the other process tells of the error; empty where the call did not get there or back. */
  public Optional<RemoteError> remote() {
    return Optional.ofNullable(remote);
  }
}
