package dev.valence.ipc.internal.wire;

/**
 * A port that goes along with a message.
 *
 * @param id the port; {@link #CLOSED} for one that was closed before
 * @param consumed to the hub: the number of the last message that its listeners have seen where it
 *     was, 0 for none there; later ones go with it
 */
public record PortRef(long id, long consumed) {
  /** The id of every port that was closed before it was sent. */
  public static final long CLOSED = 0;
}
