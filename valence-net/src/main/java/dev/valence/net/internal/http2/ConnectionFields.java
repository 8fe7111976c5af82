package dev.valence.net.internal.http2;

import java.util.Set;

/**
 * The fields that belong to one HTTP/1.1 connection and have no place in HTTP/2 (RFC 9113 §8.2.2).
 */
final class ConnectionFields {
  private static final Set<String> NAMES =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  private ConnectionFields() {}

  /** Whether a field of this name, in lower case, is one of them. */
  static boolean isOne(String name) {
    return NAMES.contains(name);
  }
}
