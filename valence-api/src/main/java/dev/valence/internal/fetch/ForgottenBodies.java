package dev.valence.internal.fetch;

import java.lang.ref.Cleaner;

/** Gives up bodies whose owners were forgotten, so that their connections and buffers come free. */
public final class ForgottenBodies {
  private static final Cleaner CLEANER = Cleaner.create();

  private ForgottenBodies() {}

  /**
   * Gives the body up when nobody can reach its owner any more; no harm when it has been read.
   *
   * @param owner not reachable from the body
   */
  public static void watch(Object owner, BodyBuffer body) {
    CLEANER.register(owner, body::abandon);
  }
}
