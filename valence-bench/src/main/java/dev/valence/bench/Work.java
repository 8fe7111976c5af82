package dev.valence.bench;

/** What a measurement repeats. */
public enum Work {
  /** A GET of 1 KB. */
  GET("/1k", Unit.REQUESTS_PER_SECOND),
  /** A GET of 1 KB, after which the server closes the connection. */
  CONNECT("/close/1k", Unit.REQUESTS_PER_SECOND),
  /** A GET of 256 MB. */
  DOWNLOAD("/256m", Unit.MEGABYTES_PER_SECOND),
  /** A GET of 256 MB, written to a file and synced. */
  SAVE("/256m", Unit.MEGABYTES_PER_SECOND),
  /** A PUT of 64 MB. */
  UPLOAD("/sink", Unit.MEGABYTES_PER_SECOND),
  /** A GET of 1 KB that the client's own cache answers. */
  CACHE_HIT_1K("/cached/1k", Unit.REQUESTS_PER_SECOND),
  /** A GET of 1 MB that the client's own cache answers. */
  CACHE_HIT_1M("/cached/1m", Unit.REQUESTS_PER_SECOND),
  /** A new JVM's first GET of 1 KB. */
  START("/1k", Unit.MILLISECONDS);

  /** Bytes of the small file. */
  public static final int SMALL_BYTES = 1024;

  /** Bytes of the file of 1 MB. */
  public static final int MEGABYTE_BYTES = 1 << 20;

  /** Bytes of the large file. */
  public static final long LARGE_BYTES = 256L << 20;

  /** What the figures count. */
  public enum Unit {
    /** Whole responses in a second: more is better. */
    REQUESTS_PER_SECOND("requests/s", true),
    /** Body bytes in a second, in units of 1,000,000: more is better. */
    MEGABYTES_PER_SECOND("MB/s", true),
    /** Milliseconds: less is better. */
    MILLISECONDS("ms", false),
    /** Bytes allocated on the Java heap for one request: less is better. */
    BYTES_PER_REQUEST("bytes/request", false);

    private final String symbol;
    private final boolean moreIsBetter;

    Unit(String symbol, boolean moreIsBetter) {
      this.symbol = symbol;
      this.moreIsBetter = moreIsBetter;
    }

    /** As printed. */
    public String symbol() {
      return symbol;
    }

    /** Whether a larger figure is the better one. */
    public boolean moreIsBetter() {
      return moreIsBetter;
    }
  }

  private final String path;
  private final Unit unit;

  Work(String path, Unit unit) {
    this.path = path;
    this.unit = unit;
  }

  /** The path on the server. */
  public String path() {
    return path;
  }

  /** Whether the client's cache is to answer, and the server only once. */
  public boolean isCacheHit() {
    return this == CACHE_HIT_1K || this == CACHE_HIT_1M;
  }

  /** Whether the figures include what one request allocates. */
  public boolean countsAllocation() {
    return this == GET || isCacheHit();
  }

  /** The unit of the figures. */
  public Unit unit() {
    return unit;
  }
}
