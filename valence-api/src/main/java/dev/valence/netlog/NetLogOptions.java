package dev.valence.netlog;

import dev.valence.net.netlog.NetLogCaptureMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How to log. Immutable. */
public final class NetLogOptions {
  private final NetLogCaptureMode captureMode;
  private final long maxFileSize;

  private NetLogOptions(Builder from) {
    captureMode = from.captureMode;
    maxFileSize = from.maxFileSize;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** How much is told; {@code default} by default: no cookies, no credentials, no bytes. */
  public NetLogCaptureMode captureMode() {
    return captureMode;
  }

  /** Bytes beyond which the log ends by itself; -1, the default, for no limit. */
  public long maxFileSize() {
    return maxFileSize;
  }

  /** Collects options. */
  public static final class Builder {
    private NetLogCaptureMode captureMode = NetLogCaptureMode.DEFAULT;
    private long maxFileSize = -1;

    private Builder() {}

    public Builder captureMode(NetLogCaptureMode value) {
      captureMode = Objects.requireNonNull(value, "Invalid value for captureMode");
      return this;
    }

    /**
     * The mode by Electron's name.
     *
     * @throws IllegalArgumentException "Invalid value for captureMode"
     */
    public Builder captureMode(@Nullable String wireName) {
      if (wireName == null) {
        throw new IllegalArgumentException("Invalid value for captureMode: null");
      }
      return captureMode(NetLogCaptureMode.ofWireName(wireName));
    }

    /**
     * The log ends by itself before its file has more bytes than this. What is needed to read it is
     * written in any case.
     *
     * @throws IllegalArgumentException "Invalid value for maxFileSize" for null or less than 0
     */
    public Builder maxFileSize(@Nullable Long bytes) {
      if (bytes == null || bytes < 0) {
        throw new IllegalArgumentException("Invalid value for maxFileSize: " + bytes);
      }
      maxFileSize = bytes;
      return this;
    }

    /** As {@link #maxFileSize(Long)}. */
    public Builder maxFileSize(long bytes) {
      return maxFileSize(Long.valueOf(bytes));
    }

    public NetLogOptions build() {
      return new NetLogOptions(this);
    }
  }
}
