package dev.valence.net.internal.road;

import dev.valence.net.http.HeaderList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields that make a request the handshake of a WebSocket (RFC 6455 §4.1). Listeners neither
 * see nor replace them, as in Chromium, where the handshake adds them later.
 */
final class HandshakeFields {
  private static final HandshakeFields NONE = new HandshakeFields(null, null);

  private final @Nullable Transaction transaction;
  private final @Nullable HeaderList taken;

  private HandshakeFields(@Nullable Transaction transaction, @Nullable HeaderList taken) {
    this.transaction = transaction;
    this.taken = taken;
  }

  /** Takes them out of the fields of this hop, if it is a handshake. */
  static HandshakeFields takeFrom(Transaction transaction) {
    if (!transaction.isWebSocket()) {
      return NONE;
    }
    HeaderList taken = new HeaderList(6);
    HeaderList rest = new HeaderList(transaction.hopHeaders().size());
    transaction
        .hopHeaders()
        .forEachField((name, value) -> (isOne(name) ? taken : rest).add(name, value));
    transaction.hopHeaders(rest);
    return new HandshakeFields(transaction, taken);
  }

  private static boolean isOne(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("connection")
        || lower.equals("upgrade")
        || lower.startsWith("sec-websocket-");
  }

  /** Puts them back. */
  void putBack() {
    if (transaction != null && taken != null) {
      HeaderList whole = new HeaderList(transaction.hopHeaders().size() + taken.size());
      transaction
          .hopHeaders()
          .forEachField(
              (name, value) -> {
                if (!isOne(name)) {
                  whole.add(name, value);
                }
              });
      transaction.hopHeaders(whole.addAll(taken));
    }
  }
}
