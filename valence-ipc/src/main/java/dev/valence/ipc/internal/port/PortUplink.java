package dev.valence.ipc.internal.port;

import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import java.util.List;

/**
 * What a process tells the hub of its ports. Called with the lock of its {@link PortNode} held: an
 * implementation queues, in order, and neither blocks nor runs code of the user.
 */
public interface PortUplink {
  /** A new channel; both ends are at the teller. */
  void open(long port1, long port2);

  /** A message posted on a port, and the ports that go with it. */
  void message(long from, Payload message, List<PortRef> ports);

  /** Listeners have seen the messages of a port up to this one; its ports are the teller's now. */
  void consumed(long port, long number);

  /** The teller has closed the port, or takes note of its end; it will not speak of it again. */
  void close(long port);

  /**
   * The last call under the lock: gives what sends the words that were queued since. It is run
   * without the lock, and may wait.
   */
  Runnable flush();
}
