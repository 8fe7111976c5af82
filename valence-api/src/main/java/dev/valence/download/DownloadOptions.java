package dev.valence.download;

import dev.valence.internal.download.disk.SavePath;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HeaderRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a download is made. Immutable. Electron knows {@code headers} alone; the rest is Valence's.
 */
public final class DownloadOptions {
  /** The most segments one download may have. */
  public static final int MOST_SEGMENTS = 32;

  private static final DownloadOptions DEFAULTS = builder().build();

  private final Builder from;

  private DownloadOptions(Builder from) {
    this.from = from;
  }

  /** No headers, one segment, no limit, 5 tries. */
  public static DownloadOptions defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A copy of the request's header fields. */
  public HeaderList headers() {
    return from.headers.copy();
  }

  /** Where the file goes, unless a listener of {@code will-download} says otherwise. */
  public @Nullable Path savePath() {
    return from.savePath;
  }

  /** The SHA-256 that the whole file must have, 64 hexadecimal digits; null for none. */
  public @Nullable String sha256() {
    return from.sha256;
  }

  /** How many ranges are fetched at the same time. */
  public int segments() {
    return from.segments;
  }

  /** The most bytes a second; 0 for no limit. */
  public long bytesPerSecond() {
    return from.bytesPerSecond;
  }

  /** How often a passing fault is met with another try before any byte has come. */
  public int retries() {
    return from.retries;
  }

  /** The pause before the first further try; each later one waits twice as long. */
  public Duration retryDelay() {
    return from.retryDelay;
  }

  /** The longest silence of the server within the file. */
  public Duration idleTimeout() {
    return from.idleTimeout;
  }

  /** Collects options. */
  public static final class Builder implements Cloneable {
    private HeaderList headers = new HeaderList();
    private @Nullable Path savePath;
    private @Nullable String sha256;
    private int segments = 1;
    private long bytesPerSecond;
    private int retries = 5;
    private Duration retryDelay = Duration.ofMillis(250);
    private Duration idleTimeout = Duration.ofMinutes(1);

    private Builder() {}

    /**
     * Sets a header field of the request.
     *
     * @throws IllegalArgumentException when it cannot be sent, or is one that the download itself
     *     needs: {@code Range}, {@code If-Range}
     */
    public Builder header(String name, String value) {
      HeaderRules.checkRequestHeader(name, value);
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.equals("range") || lower.equals("if-range")) {
        throw new IllegalArgumentException(
            "a download sets the header " + name + " itself; leave it out");
      }
      headers.set(name, value);
      return this;
    }

    /** Sets these header fields; see {@link #header}. */
    public Builder headers(Map<String, String> values) {
      values.forEach(this::header);
      return this;
    }

    /**
     * Where the file goes; an existing file is replaced. By default the session's folder for
     * downloads, with a name that is not taken.
     *
     * @throws IllegalArgumentException when it is not absolute, or names no file
     */
    public Builder savePath(Path path) {
      savePath = SavePath.require(path);
      return this;
    }

    /**
     * The SHA-256 that the whole file must have; otherwise it is not taken, and the download ends
     * with {@link InterruptReason#FILE_HASH_MISMATCH}.
     *
     * @throws IllegalArgumentException when it is not 64 hexadecimal digits
     */
    public Builder sha256(String hex) {
      if (!hex.matches("[0-9a-fA-F]{64}")) {
        throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits, not: " + hex);
      }
      sha256 = hex.toLowerCase(Locale.ROOT);
      return this;
    }

    /**
     * How many ranges of the file are fetched at the same time, where the server shows that it can
     * ({@code Accept-Ranges}, a strong validator, a known length); otherwise one. 1 by default.
     *
     * @throws IllegalArgumentException when it is not 1 to {@value #MOST_SEGMENTS}
     */
    public Builder segments(int count) {
      if (count < 1 || count > MOST_SEGMENTS) {
        throw new IllegalArgumentException("segments are 1 to " + MOST_SEGMENTS + ", not " + count);
      }
      segments = count;
      return this;
    }

    /** The most bytes a second of this download; 0, the default, for no limit. */
    public Builder bytesPerSecond(long most) {
      if (most < 0) {
        throw new IllegalArgumentException("bytesPerSecond is negative: " + most);
      }
      bytesPerSecond = most;
      return this;
    }

    /**
     * How often in a row a passing fault is met with another try, as long as no more bytes come; 5
     * by default, 0 for never.
     */
    public Builder retries(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("retries is negative: " + most);
      }
      retries = most;
      return this;
    }

    /** The pause before the first further try, 250 ms by default; later ones double up to 30 s. */
    public Builder retryDelay(Duration delay) {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("retryDelay is negative: " + delay);
      }
      retryDelay = delay;
      return this;
    }

    /** The longest silence within the file, 1 minute by default; zero means no limit. */
    public Builder idleTimeout(Duration limit) {
      if (limit.isNegative()) {
        throw new IllegalArgumentException("idleTimeout is negative: " + limit);
      }
      idleTimeout = limit;
      return this;
    }

    public DownloadOptions build() {
      try {
        Builder copy = (Builder) clone();
        copy.headers = headers.copy();
        return new DownloadOptions(copy);
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
