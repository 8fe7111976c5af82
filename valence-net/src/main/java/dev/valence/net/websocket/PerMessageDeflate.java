package dev.valence.net.websocket;

/**
 * What is asked of the extension {@code permessage-deflate} (RFC 7692 §7.1). The server may decline
 * it; then messages are not compressed.
 *
 * @param serverMaxWindowBits the largest window the server may use, 8 to 15; 15 leaves it free
 * @param serverNoContextTakeover whether the server has to forget each message after it
 * @param clientMaxWindowBits the largest window this side uses, 8 to 15; the server may want less
 * @param clientNoContextTakeover whether this side forgets each message after it
 */
public record PerMessageDeflate(
    int serverMaxWindowBits,
    boolean serverNoContextTakeover,
    int clientMaxWindowBits,
    boolean clientNoContextTakeover) {
  /** What Chromium offers: everything is the server's choice. */
  public static final PerMessageDeflate DEFAULT = new PerMessageDeflate(15, false, 15, false);

  public PerMessageDeflate {
    check("serverMaxWindowBits", serverMaxWindowBits);
    check("clientMaxWindowBits", clientMaxWindowBits);
  }

  private static void check(String name, int bits) {
    if (bits < 8 || bits > 15) {
      throw new IllegalArgumentException(name + " is 8 to 15, not " + bits);
    }
  }
}
