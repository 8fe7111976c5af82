package dev.valence;

/** How a session is made. Immutable. Options count only for the first call that names a session. */
public final class SessionOptions {
  private static final SessionOptions DEFAULTS = builder().build();

  private final boolean cache;

  private SessionOptions(Builder from) {
    this.cache = from.cache;
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

  /** Collects options. */
  public static final class Builder {
    private boolean cache = true;

    private Builder() {}

    /** Whether the session has an HTTP cache; true by default. */
    public Builder cache(boolean on) {
      cache = on;
      return this;
    }

    public SessionOptions build() {
      return new SessionOptions(this);
    }
  }
}
