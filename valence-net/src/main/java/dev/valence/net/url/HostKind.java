package dev.valence.net.url;

/** What a host is: URL standard §3.1. */
enum HostKind {
  /** The URL has no host (the standard's null). */
  NONE,
  /** The empty host, as in {@code file:///path}. */
  EMPTY,
  DOMAIN,
  IPV4,
  IPV6,
  OPAQUE,
  /** Not a host; only {@link Host} of a failed parse has it. */
  INVALID
}
