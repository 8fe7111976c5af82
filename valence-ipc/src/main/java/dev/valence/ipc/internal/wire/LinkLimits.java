package dev.valence.ipc.internal.wire;

/**
 * The limits of a link, in bytes.
 *
 * @param maxFrameIn the longest frame that is read
 * @param maxFrameOut the longest frame that the other side reads
 * @param waitAbove who sends while so much waits to go out is held up, where that is allowed
 * @param breakAbove so much waiting to go out breaks the link
 */
public record LinkLimits(int maxFrameIn, int maxFrameOut, long waitAbove, long breakAbove) {
  /** 64 MiB for a frame; senders wait above 4 MiB; 256 MiB break the link. */
  public static final LinkLimits DEFAULT = new LinkLimits(64 << 20, 64 << 20, 4 << 20, 256 << 20);

  /** The least limit of a frame; handshakes fit. */
  public static final int MIN_FRAME = 1_024;

  public LinkLimits {
    if (maxFrameIn < MIN_FRAME || maxFrameOut < MIN_FRAME) {
      throw new IllegalArgumentException(
          "A frame may be as short as " + Math.min(maxFrameIn, maxFrameOut) + "; at least 1024");
    }
    if (waitAbove < 1 || breakAbove < waitAbove) {
      throw new IllegalArgumentException(
          "Senders wait above " + waitAbove + " bytes, and the link breaks above " + breakAbove);
    }
  }
}
