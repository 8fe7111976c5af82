package dev.valence.har;

/**
 * What goes into a HAR file. Immutable.
 *
 * @param bodies whether bodies of requests and responses are kept; off by default
 * @param maxBodyBytes of a larger body only so many first bytes are kept; 1 MiB by default
 * @param secrets whether cookies, credentials and logins are shown; masked by default
 * @param maskQuery whether the values of query parameters are masked, too; off by default
 */
public record HarOptions(boolean bodies, int maxBodyBytes, boolean secrets, boolean maskQuery) {
  private static final int DEFAULT_BODY_BYTES = 1 << 20;
  private static final int MOST_BODY_BYTES = 256 << 20;

  /**
   * Options.
   *
   * @throws IllegalArgumentException when a body could have more than 256 MiB
   */
  public HarOptions {
    if (maxBodyBytes < 0 || maxBodyBytes > MOST_BODY_BYTES) {
      throw new IllegalArgumentException(
          "maxBodyBytes is 0 to " + MOST_BODY_BYTES + ", not " + maxBodyBytes);
    }
  }

  /** No bodies, no secrets. */
  public static HarOptions defaults() {
    return new HarOptions(false, DEFAULT_BODY_BYTES, false, false);
  }

  public HarOptions withBodies(boolean on) {
    return new HarOptions(on, maxBodyBytes, secrets, maskQuery);
  }

  public HarOptions withMaxBodyBytes(int bytes) {
    return new HarOptions(bodies, bytes, secrets, maskQuery);
  }

  public HarOptions withSecrets(boolean on) {
    return new HarOptions(bodies, maxBodyBytes, on, maskQuery);
  }

  public HarOptions withMaskedQuery(boolean on) {
    return new HarOptions(bodies, maxBodyBytes, secrets, on);
  }
}
