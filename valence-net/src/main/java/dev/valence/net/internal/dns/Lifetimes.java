package dev.valence.net.internal.dns;

/** How long answers are kept, in seconds (Chromium's {@code HostResolverManager}). Pure. */
final class Lifetimes {
  /** The operating system tells no time to live. */
  static final long SYSTEM_FOUND = 60;

  /** Chromium keeps no failure of the system; a second spares one for each subresource. */
  static final long SYSTEM_FAILED = 1;

  /** DNS answers stay at least as long as the system's ({@code kMinimumTTLSeconds}). */
  static final long LEAST_FOUND = 60;

  /** Whatever a server says. */
  static final long MOST = 86_400;

  private Lifetimes() {}

  static long ofFound(long ttl) {
    return Math.max(LEAST_FOUND, Math.min(ttl, MOST));
  }

  /** 0, that is not at all, where the server said nothing (RFC 2308 §5). */
  static long ofNotFound(long ttl) {
    return Math.min(ttl, MOST);
  }

  /** mDNS answers are as short-lived as they say. */
  static long ofMulticast(long ttl) {
    return Math.min(ttl, MOST);
  }
}
