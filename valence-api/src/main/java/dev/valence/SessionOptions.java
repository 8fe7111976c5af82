package dev.valence;

/** How a session is made. Immutable. Options count only for the first call that names a session. */
public final class SessionOptions {
  private static final SessionOptions DEFAULTS = builder().build();

  private final boolean cache;
  private final long cacheMaxBytes;

  private SessionOptions(Builder from) {
    this.cache = from.cache;
    this.cacheMaxBytes = from.cacheMaxBytes;
  }

  /** The HTTP cache on. */
  public static SessionOptions defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Whether the session has an HTTP cache. */
  public boolean cache() {
    return cache;
  }

  /** How much the HTTP cache may hold, in bytes; -1 for the default. */
  public long cacheMaxBytes() {
    return cacheMaxBytes;
  }

  /** Collects options. */
  public static final class Builder {
    private boolean cache = true;
    private long cacheMaxBytes = -1;

    private Builder() {}

    /** Whether the session has an HTTP cache; true by default. */
    public Builder cache(boolean on) {
      cache = on;
      return this;
    }

    /**
     * How much the HTTP cache may hold, in bytes, heads included; one response's body at most an
     * eighth of it. By default what the disk has room for, at most 320 MB, and 64 MB in memory.
     */
    public Builder cacheMaxBytes(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("cacheMaxBytes is negative: " + bytes);
      }
      cacheMaxBytes = bytes;
      return this;
    }

    public SessionOptions build() {
      return new SessionOptions(this);
    }
  }
}
