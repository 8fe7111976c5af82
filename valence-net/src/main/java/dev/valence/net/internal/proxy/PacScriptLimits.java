package dev.valence.net.internal.proxy;

import java.time.Duration;

/**
 * How much a PAC script may take.
 *
 * @param evaluation of one call, the loading of the script included, without look-ups of names
 * @param lookup of one name
 * @param fetch of the script
 */
record PacScriptLimits(Duration evaluation, Duration lookup, Duration fetch) {
  /** Characters of a script, and bytes of it on the wire; Chromium's limit. */
  static final int MAX_LENGTH = 1024 * 1024;

  static final PacScriptLimits DEFAULT =
      new PacScriptLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));
}
