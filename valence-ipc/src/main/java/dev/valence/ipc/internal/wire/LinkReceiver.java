package dev.valence.ipc.internal.wire;

/** Takes what comes over a link, on the link's thread. It must not wait for anything. */
public interface LinkReceiver {
  /**
   * A frame.
   *
   * @throws RuntimeException when the other side broke a rule: its message becomes the reason for
   *     which the link is closed
   */
  void frame(Frame frame);

  /** All frames that were there have been given; more will come later. */
  void pause();

  /**
   * The link has ended; called once, last.
   *
   * @param reason why
   */
  void closed(String reason, LinkEnd how);
}
