package dev.valence.net.internal.dns.client;

import dev.valence.net.internal.dns.LocalNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The system's DNS settings ({@code resolv.conf(5)}). Immutable.
 *
 * @param servers in the order to ask them
 * @param search suffixes for names that are not fully qualified
 * @param ndots names with so many dots are tried as they are first
 */
public record ResolvConf(List<InetSocketAddress> servers, List<String> search, int ndots) {
  private static final int MAX_SERVERS = 3;
  private static final int MAX_SEARCH = 6;
  private static final int MAX_NDOTS = 15;
  private static final int PORT = 53;

  /** Settings with these servers and nothing else. */
  public static ResolvConf of(List<InetSocketAddress> servers) {
    return new ResolvConf(List.copyOf(servers), List.of(), 1);
  }

  /** Reads the file's text. What is not understood is left out, as libc does. */
  public static ResolvConf parse(String text) {
    List<InetSocketAddress> servers = new ArrayList<>();
    List<String> search = List.of();
    int ndots = 1;
    for (String line : text.split("\n", -1)) {
      String[] words = line.strip().split("\\s+");
      switch (words[0]) {
        case "nameserver" -> {
          InetAddress address = words.length > 1 ? LocalNames.literal(words[1]) : null;
          if (address != null && servers.size() < MAX_SERVERS) {
            servers.add(new InetSocketAddress(address, PORT));
          }
        }
        case "domain", "search" -> search = suffixes(words);
        case "options" -> {
          for (String option : words) {
            ndots = option.startsWith("ndots:") ? ndots(option.substring(6), ndots) : ndots;
          }
        }
        default -> {
          // Comments, and what concerns libc alone.
        }
      }
    }
    if (servers.isEmpty()) {
      servers.add(new InetSocketAddress(LocalNames.loopback(), PORT));
    }
    return new ResolvConf(List.copyOf(servers), search, ndots);
  }

  /** The names to ask for, in order (Chromium's {@code DnsTransactionImpl::PrepareSearch}). */
  public List<String> candidates(String host) {
    if (host.endsWith(".") || search.isEmpty()) {
      return List.of(host);
    }
    long dots = host.chars().filter(c -> c == '.').count();
    List<String> names = new ArrayList<>();
    if (dots >= ndots) {
      names.add(host);
    }
    for (String suffix : search) {
      names.add(host + "." + suffix);
    }
    if (dots < ndots) {
      names.add(host);
    }
    return List.copyOf(names);
  }

  private static List<String> suffixes(String[] words) {
    List<String> suffixes = new ArrayList<>();
    for (int i = 1; i < words.length && suffixes.size() < MAX_SEARCH; i++) {
      String suffix = words[i].toLowerCase(Locale.ROOT);
      suffix = suffix.endsWith(".") ? suffix.substring(0, suffix.length() - 1) : suffix;
      if (!suffix.isEmpty()) {
        suffixes.add(suffix);
      }
    }
    return List.copyOf(suffixes);
  }

  private static int ndots(String digits, int otherwise) {
    return digits.matches("[0-9]{1,4}") ? Math.min(MAX_NDOTS, Integer.parseInt(digits)) : otherwise;
  }
}
