package dev.valence.net;

/**
 * A line that a session pretends to have, as Electron's {@code enableNetworkEmulation} does.
 * Immutable.
 *
 * @see NetworkContext#conditions
 */
public final class NetworkConditions {
  private final boolean offline;
  private final double latency;
  private final double downloadThroughput;
  private final double uploadThroughput;

  private NetworkConditions(Builder from) {
    this.offline = from.offline;
    this.latency = from.latency;
    this.downloadThroughput = from.downloadThroughput;
    this.uploadThroughput = from.uploadThroughput;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Whether there is no line at all: requests fail with {@code net::ERR_INTERNET_DISCONNECTED}. */
  public boolean offline() {
    return offline;
  }

  /** How long a response's head takes at the least, in milliseconds; 0 for no delay. */
  public double latency() {
    return latency;
  }

  /** Bytes a second of response bodies, of all together; 0 for no limit. */
  public double downloadThroughput() {
    return downloadThroughput;
  }

  /** Bytes a second of request bodies, of all together; 0 for no limit. */
  public double uploadThroughput() {
    return uploadThroughput;
  }

  @Override
  public String toString() {
    return offline
        ? "NetworkConditions[offline]"
        : "NetworkConditions[latency %s ms, down %s B/s, up %s B/s]"
            .formatted(latency, downloadThroughput, uploadThroughput);
  }

  /** Collects conditions; by default there are none. */
  public static final class Builder {
    private boolean offline;
    private double latency;
    private double downloadThroughput;
    private double uploadThroughput;

    private Builder() {}

    public Builder offline(boolean value) {
      offline = value;
      return this;
    }

    /**
     * In milliseconds, 0 to an hour.
     *
     * @throws IllegalArgumentException for another number
     */
    public Builder latency(double milliseconds) {
      if (!(milliseconds >= 0 && milliseconds <= 3_600_000)) {
        throw new IllegalArgumentException(
            "latency is from 0 to 3600000 milliseconds, not " + milliseconds);
      }
      latency = milliseconds;
      return this;
    }

    /**
     * In bytes a second; 0 for no limit.
     *
     * @throws IllegalArgumentException for a negative number or none
     */
    public Builder downloadThroughput(double bytesPerSecond) {
      downloadThroughput = rate("downloadThroughput", bytesPerSecond);
      return this;
    }

    /**
     * In bytes a second; 0 for no limit.
     *
     * @throws IllegalArgumentException for a negative number or none
     */
    public Builder uploadThroughput(double bytesPerSecond) {
      uploadThroughput = rate("uploadThroughput", bytesPerSecond);
      return this;
    }

    private static double rate(String name, double bytesPerSecond) {
      if (!(bytesPerSecond >= 0 && bytesPerSecond < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            name + " is 0 or a number of bytes a second, not " + bytesPerSecond);
      }
      return bytesPerSecond;
    }

    public NetworkConditions build() {
      return new NetworkConditions(this);
    }
  }
}
