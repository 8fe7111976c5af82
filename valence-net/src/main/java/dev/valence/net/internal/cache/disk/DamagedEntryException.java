package dev.valence.net.internal.cache.disk;

import java.io.IOException;

/** A file does not hold what an entry holds. */
final class DamagedEntryException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedEntryException(String what) {
    super(what);
  }
}
