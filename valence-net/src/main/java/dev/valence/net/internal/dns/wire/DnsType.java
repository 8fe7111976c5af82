package dev.valence.net.internal.dns.wire;

/** The record types that are asked for or read, by their numbers. */
public final class DnsType {
  public static final int A = 1;
  public static final int CNAME = 5;
  public static final int SOA = 6;
  public static final int AAAA = 28;
  public static final int OPT = 41;
  public static final int HTTPS = 65;

  private DnsType() {}

  /** As zone files call it. */
  public static String name(int type) {
    return switch (type) {
      case A -> "A";
      case CNAME -> "CNAME";
      case SOA -> "SOA";
      case AAAA -> "AAAA";
      case OPT -> "OPT";
      case HTTPS -> "HTTPS";
      default -> "TYPE" + type;
    };
  }
}
