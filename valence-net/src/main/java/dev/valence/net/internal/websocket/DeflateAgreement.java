package dev.valence.net.internal.websocket;

/**
 * How messages are compressed (RFC 7692 §7.1). The server's window needs no number here: the
 * inflater has the largest one, which reads all smaller.
 *
 * @param serverForgets whether each of the server's messages stands alone
 * @param clientWindowBits this side's window, 8 to 15
 * @param clientForgets whether each of this side's messages has to stand alone
 */
public record DeflateAgreement(
    boolean serverForgets, int clientWindowBits, boolean clientForgets) {}
