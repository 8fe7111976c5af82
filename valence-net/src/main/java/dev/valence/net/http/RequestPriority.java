package dev.valence.net.http;

import org.jspecify.annotations.Nullable;

/**
 * How urgent a request is (Chromium's {@code RequestPriority}; Electron's {@code priority}). From
 * least to most urgent.
 */
public enum RequestPriority {
  /** Below everything; may be held back while others load. */
  THROTTLED("throttled", 5),
  /** Electron's default for {@code net.request}. */
  IDLE("idle", 4),
  LOWEST("lowest", 3),
  LOW("low", 2),
  MEDIUM("medium", 1),
  HIGHEST("highest", 0);

  /** The urgency that a server assumes where no header names one (RFC 9218 §4.1). */
  private static final int DEFAULT_URGENCY = 3;

  private final String wireName;
  private final int urgency;

  RequestPriority(String wireName, int urgency) {
    this.wireName = wireName;
    this.urgency = urgency;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }

  /** The urgency of RFC 9218 §4.1, 0 to 7; a smaller number is more urgent. */
  public int urgency() {
    return urgency;
  }

  /**
   * The value of the request header {@code priority} (RFC 9218 §4, §5), or null where it would say
   * only what servers assume without it.
   *
   * @param incremental whether the response is of use while it still arrives (RFC 9218 §4.2)
   */
  public @Nullable String headerValue(boolean incremental) {
    if (urgency == DEFAULT_URGENCY) {
      return incremental ? "i" : null;
    }
    return incremental ? "u=" + urgency + ", i" : "u=" + urgency;
  }

  /**
   * The priority with Electron's name {@code name}.
   *
   * @throws IllegalArgumentException naming the value, for any other name
   */
  public static RequestPriority ofWireName(String name) {
    return WireNames.find(values(), RequestPriority::wireName, name, "priority");
  }
}
