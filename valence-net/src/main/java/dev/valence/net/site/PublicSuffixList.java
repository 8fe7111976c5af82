package dev.valence.net.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Public suffixes and registrable domains, by the algorithm and the list of publicsuffix.org: rules
 * of the ICANN and the private section, wildcards and exceptions, and "*" for names under no rule.
 *
 * <p>Hosts are serialised as in {@link dev.valence.net.url.Url#host()}: ASCII, international labels
 * as "xn--…". Upper-case letters are allowed, and so is one dot at the end, which stays in what is
 * returned. An IP address is no domain. Immutable; any thread may use it.
 */
public final class PublicSuffixList {
  private static final int NONE = -1;

  private final SuffixTable table;

  PublicSuffixList(SuffixTable table) {
    this.table = table;
  }

  /** The list that comes with Valence. It is read at the first call. */
  public static PublicSuffixList bundled() {
    return Bundled.LIST;
  }

  /**
   * The registrable domain: the public suffix and one label more, such as "example.co.uk" for
   * "www.example.co.uk". Null when the host is an IP address, has a single label, or is a public
   * suffix itself.
   *
   * @throws IllegalArgumentException when the host has a character that is not ASCII
   */
  public @Nullable String registrableDomain(String host) {
    int suffix = suffixStart(host, true);
    if (suffix <= 0) {
      return null;
    }
    int start = host.lastIndexOf('.', suffix - 2) + 1;
    // An empty label is no name to register.
    return start == suffix - 1 ? null : start == 0 ? host : host.substring(start);
  }

  /**
   * The public suffix of the host, such as "co.uk" for "www.example.co.uk". Null when the host is
   * an IP address or is no domain.
   *
   * @throws IllegalArgumentException when the host has a character that is not ASCII
   */
  public @Nullable String publicSuffix(String host) {
    int suffix = suffixStart(host, true);
    return suffix == NONE ? null : host.substring(suffix);
  }

  /**
   * Whether the host is a public suffix itself. Every single label is one ("com", and by the
   * default rule "localhost" too).
   *
   * @throws IllegalArgumentException when the host has a character that is not ASCII
   */
  public boolean isPublicSuffix(String host) {
    return suffixStart(host, true) == 0;
  }

  /**
   * Whether the host is the suffix of a registry: the same without the list's private section, so
   * that "com" and "co.uk" are, but "github.io" is not. Certificates follow this (a wildcard for
   * all of "*.github.io" is right, one for "*.com" is not).
   *
   * @throws IllegalArgumentException when the host has a character that is not ASCII
   */
  public boolean isRegistrySuffix(String host) {
    return suffixStart(host, false) == 0;
  }

  /** Where the public suffix begins in the host, or {@link #NONE} when the host is no domain. */
  private int suffixStart(String host, boolean withPrivate) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    if (end == 0 || host.charAt(0) == '.' || host.charAt(0) == '[' || endsInANumber(host, end)) {
      return NONE;
    }
    // The rule "*" matches all: the suffix is at least the last label.
    int suffix = host.lastIndexOf('.', end - 1) + 1;
    if (suffix == end) {
      return NONE;
    }
    int hash = 0;
    int labelEnd = end;
    int wildcardBelow = NONE;
    for (int i = end - 1; i >= NONE; i--) {
      char c = i < 0 ? '.' : lower(host, i);
      if (c == '.') {
        int start = i + 1;
        if (wildcardBelow != NONE) {
          suffix = start;
        }
        int both = table.find(host, start, end, hash);
        int rules = withPrivate ? SuffixTable.ofAll(both) : SuffixTable.ofIcann(both);
        if ((rules & SuffixTable.EXCEPTION) != 0) {
          return labelEnd + 1;
        }
        if ((rules & SuffixTable.RULE) != 0) {
          suffix = start;
        }
        wildcardBelow = (rules & SuffixTable.WILDCARD) != 0 ? start : NONE;
        labelEnd = i;
      }
      hash = SuffixTable.next(hash, c);
    }
    return suffix;
  }

  private static char lower(String host, int i) {
    char c = host.charAt(i);
    if (c >= 0x80) {
      throw new IllegalArgumentException("Not an ASCII host: " + host);
    }
    return SuffixTable.lower(c);
  }

  /** Such a host is an IPv4 address (URL standard §3.5); no top-level domain is a number. */
  private static boolean endsInANumber(String host, int end) {
    int i = end;
    while (i > 0 && host.charAt(i - 1) >= '0' && host.charAt(i - 1) <= '9') {
      i--;
    }
    return i < end && (i == 0 || host.charAt(i - 1) == '.');
  }

  /** Holds the bundled list, so that it is read when first asked for. */
  private static final class Bundled {
    static final PublicSuffixList LIST = read();

    private static PublicSuffixList read() {
      String name = "public_suffix_list.dat";
      try (InputStream in = PublicSuffixList.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("Missing in the jar: dev/valence/net/site/" + name);
        }
        return new PublicSuffixList(SuffixTable.parse(in.readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read dev/valence/net/site/" + name, e);
      }
    }
  }
}
