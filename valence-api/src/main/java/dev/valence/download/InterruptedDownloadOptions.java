package dev.valence.download;

import dev.valence.net.url.Url;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a download that broke off in another life (Electron's {@code
 * createInterruptedDownload}). Immutable.
 */
public final class InterruptedDownloadOptions {
  private final Path path;
  private final List<Url> urlChain;
  private final Builder from;

  private InterruptedDownloadOptions(Path path, List<Url> urlChain, Builder from) {
    this.path = path;
    this.urlChain = urlChain;
    this.from = from;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Where the bytes that there are lie, and where the whole file goes. */
  public Path path() {
    return path;
  }

  /** Every URL of the download; the last one is asked for the rest. */
  public List<Url> urlChain() {
    return urlChain;
  }

  public String mimeType() {
    return from.mimeType;
  }

  /** How many bytes there are. */
  public long offset() {
    return from.offset;
  }

  /** How many bytes the whole file has. */
  public long length() {
    return from.length;
  }

  /** The value of {@code Last-Modified}; empty for none. */
  public String lastModified() {
    return from.lastModified;
  }

  /** The value of {@code ETag}; empty for none. */
  public String eTag() {
    return from.eTag;
  }

  /** When it was started, in seconds since 1970. */
  public double startTime() {
    return from.startTime < 0 ? Instant.now().toEpochMilli() / 1000.0 : from.startTime;
  }

  /** Collects options. */
  public static final class Builder {
    private @Nullable Path path;
    private List<String> urlChain = List.of();
    private String mimeType = "";
    private long offset;
    private long length;
    private String lastModified = "";
    private String eTag = "";
    private double startTime = -1;

    private Builder() {}

    /** The absolute path of the file. */
    public Builder path(Path value) {
      path = value;
      return this;
    }

    /** The URLs, in order. */
    public Builder urlChain(List<String> urls) {
      urlChain = List.copyOf(urls);
      return this;
    }

    public Builder mimeType(String value) {
      mimeType = value;
      return this;
    }

    /** How many bytes there are; 0 by default. */
    public Builder offset(long bytes) {
      offset = bytes;
      return this;
    }

    /** How many bytes the whole file has. */
    public Builder length(long bytes) {
      length = bytes;
      return this;
    }

    /** The value of {@code Last-Modified}. */
    public Builder lastModified(String value) {
      lastModified = value;
      return this;
    }

    /** The value of {@code ETag}. */
    public Builder eTag(String value) {
      eTag = value;
      return this;
    }

    /** When it was started, in seconds since 1970; now by default. */
    public Builder startTime(double seconds) {
      startTime = seconds;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException "Must pass non-empty path, urlChain and length.", or naming
     *     another value that is wrong
     */
    public InterruptedDownloadOptions build() {
      Path file = path;
      if (file == null || file.toString().isEmpty() || urlChain.isEmpty() || length == 0) {
        throw new IllegalArgumentException("Must pass non-empty path, urlChain and length.");
      }
      if (!file.isAbsolute()) {
        throw new IllegalArgumentException("the path is not absolute: " + file);
      }
      if (length < 0 || offset < 0 || offset > length) {
        throw new IllegalArgumentException(
            "Must pass an offset value less than length. Offset is "
                + offset
                + ", length is "
                + length);
      }
      return new InterruptedDownloadOptions(
          file.normalize(), urlChain.stream().map(Url::parse).toList(), this);
    }
  }
}
