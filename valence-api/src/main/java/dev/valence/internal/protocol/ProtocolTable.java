package dev.valence.internal.protocol;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who answers which scheme, for one session or for all: schemes of the program, which are
 * registered, and any scheme, which is intercepted. Any thread.
 */
public final class ProtocolTable {
  private final Map<String, Registration> registered = new ConcurrentHashMap<>();
  private final Map<String, Registration> intercepted = new ConcurrentHashMap<>();

  public ProtocolTable() {}

  /** Who answers the scheme; null for nobody. */
  @Nullable Responder find(String scheme) {
    Registration by = intercepted.get(scheme);
    if (by == null) {
      by = registered.get(scheme);
    }
    return by == null ? null : by.responder();
  }

  Map<String, Registration> registered() {
    return registered;
  }

  Map<String, Registration> intercepted() {
    return intercepted;
  }
}
