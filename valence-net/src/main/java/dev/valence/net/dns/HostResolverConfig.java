package dev.valence.net.dns;

import dev.valence.net.internal.dns.HostRules;
import dev.valence.net.internal.dns.LocalNames;
import dev.valence.net.internal.dns.doh.DohTemplate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a session looks host names up (Electron's {@code app.configureHostResolver}, for one
 * session). Immutable.
 */
public final class HostResolverConfig {
  private static final HostResolverConfig DEFAULTS = builder().build();

  private final boolean builtInResolver;
  private final boolean happyEyeballs;
  private final SecureDnsMode secureDnsMode;
  private final List<String> secureDnsServers;
  private final boolean additionalDnsQueryTypes;
  private final List<InetSocketAddress> nameServers;
  private final String hostRules;

  private HostResolverConfig(Builder from) {
    this.builtInResolver = from.builtInResolver;
    this.happyEyeballs = from.happyEyeballs;
    this.secureDnsMode = from.secureDnsMode;
    this.secureDnsServers = List.copyOf(from.secureDnsServers);
    this.additionalDnsQueryTypes = from.additionalDnsQueryTypes;
    this.nameServers = List.copyOf(from.nameServers);
    this.hostRules = from.hostRules;
  }

  /** The operating system is asked, nobody else. */
  public static HostResolverConfig defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A builder with these settings. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.builtInResolver = builtInResolver;
    builder.happyEyeballs = happyEyeballs;
    builder.secureDnsMode = secureDnsMode;
    builder.secureDnsServers = secureDnsServers;
    builder.additionalDnsQueryTypes = additionalDnsQueryTypes;
    builder.nameServers = nameServers;
    builder.hostRules = hostRules;
    return builder;
  }

  /** Whether name servers are asked by Valence itself before the operating system is. */
  public boolean enableBuiltInResolver() {
    return builtInResolver;
  }

  /** Whether several addresses of a host are tried at the same time (RFC 8305). */
  public boolean enableHappyEyeballs() {
    return happyEyeballs;
  }

  public SecureDnsMode secureDnsMode() {
    return secureDnsMode;
  }

  /** The templates of the servers for DNS over HTTPS, in order. */
  public List<String> secureDnsServers() {
    return secureDnsServers;
  }

  /** Whether HTTPS records are asked for in the clear, too. */
  public boolean enableAdditionalDnsQueryTypes() {
    return additionalDnsQueryTypes;
  }

  /** The name servers; empty for the system's. */
  public List<InetSocketAddress> nameServers() {
    return nameServers;
  }

  /** Rules of this session alone, in the form of Chromium's {@code --host-resolver-rules}. */
  public String hostRules() {
    return hostRules;
  }

  /** Collects settings; each is checked at once. */
  public static final class Builder {
    private static final int DNS_PORT = 53;

    private boolean builtInResolver;
    private boolean happyEyeballs = true;
    private SecureDnsMode secureDnsMode = SecureDnsMode.AUTOMATIC;
    private List<String> secureDnsServers = List.of();
    private boolean additionalDnsQueryTypes = true;
    private List<InetSocketAddress> nameServers = List.of();
    private String hostRules = "";

    private Builder() {}

    /**
     * Whether name servers are asked by Valence itself before the operating system is; false by
     * default, as Electron has it on Windows and Linux.
     */
    public Builder enableBuiltInResolver(boolean on) {
      builtInResolver = on;
      return this;
    }

    /**
     * Whether several addresses of a host are tried at the same time; true by default. When false,
     * the next address is tried after the one before has failed.
     */
    public Builder enableHappyEyeballs(boolean on) {
      happyEyeballs = on;
      return this;
    }

    /** {@link SecureDnsMode#AUTOMATIC} by default, which does nothing without servers. */
    public Builder secureDnsMode(SecureDnsMode mode) {
      secureDnsMode = Objects.requireNonNull(mode, "secureDnsMode");
      return this;
    }

    /** As {@link #secureDnsMode(SecureDnsMode)}, by name. */
    public Builder secureDnsMode(String name) {
      return secureDnsMode(SecureDnsMode.ofWireName(name));
    }

    /** As {@link #secureDnsServers(Collection)}. */
    public Builder secureDnsServers(String... templates) {
      return secureDnsServers(Arrays.asList(templates));
    }

    /**
     * Servers for DNS over HTTPS, asked in this order.
     *
     * @param templates https URIs (asked by POST), or URI templates with the variable {@code dns}
     *     such as {@code https://dns.example/dns-query{?dns}} (asked by GET); RFC 8484 §4.1
     * @throws IllegalArgumentException naming a template that is none
     */
    public Builder secureDnsServers(Collection<String> templates) {
      List<String> checked = List.copyOf(templates);
      checked.forEach(DohTemplate::parse);
      secureDnsServers = checked;
      return this;
    }

    /**
     * Whether HTTPS records (RFC 9460) are asked for in the clear, too; true by default. DNS over
     * HTTPS always asks for them, the operating system never. Where a host has one, requests for
     * http and ws become https and wss by an internal redirect (RFC 9460 §9.5).
     */
    public Builder enableAdditionalDnsQueryTypes(boolean on) {
      additionalDnsQueryTypes = on;
      return this;
    }

    /** As {@link #nameServers(Collection)}. */
    public Builder nameServers(String... servers) {
      return nameServers(Arrays.asList(servers));
    }

    /**
     * The servers that the built-in resolver asks, in this order; none, the default, for those in
     * the system's {@code resolv.conf}.
     *
     * @param servers IP addresses, with a port where it is not 53: {@code 192.0.2.1}, {@code
     *     192.0.2.1:5353}, {@code [2001:db8::1]:53}
     * @throws IllegalArgumentException naming what is none
     */
    public Builder nameServers(Collection<String> servers) {
      List<InetSocketAddress> read = new ArrayList<>();
      for (String server : servers) {
        read.add(nameServer(server));
      }
      nameServers = List.copyOf(read);
      return this;
    }

    /**
     * Rules of this session, which come before those of {@code Valence.Builder.hostResolverRules}.
     *
     * @throws IllegalArgumentException naming the rule that is wrong
     */
    public Builder hostRules(String rules) {
      HostRules.parse(rules);
      hostRules = rules;
      return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException for the mode {@code secure} without a server, which could
     *     answer nothing
     */
    public HostResolverConfig build() {
      if (secureDnsMode == SecureDnsMode.SECURE && secureDnsServers.isEmpty()) {
        throw new IllegalArgumentException(
            "secureDnsMode secure needs at least one template in secureDnsServers");
      }
      return new HostResolverConfig(this);
    }

    private static InetSocketAddress nameServer(String text) {
      InetAddress bare = LocalNames.literal(text);
      if (bare != null) {
        return new InetSocketAddress(bare, DNS_PORT);
      }
      int colon = text.lastIndexOf(':');
      InetAddress address = colon < 0 ? null : LocalNames.literal(text.substring(0, colon));
      Integer port = colon < 0 ? null : port(text.substring(colon + 1));
      if (address == null || port == null) {
        throw new IllegalArgumentException(
            "a name server should be an IP address, such as 192.0.2.1 or [2001:db8::1]:53, not "
                + OptionText.quoted(text));
      }
      return new InetSocketAddress(address, port);
    }

    private static @Nullable Integer port(String digits) {
      if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Builder::isDigit)) {
        return null;
      }
      int port = Integer.parseInt(digits);
      return port >= 1 && port <= 65535 ? port : null;
    }

    private static boolean isDigit(int c) {
      return c >= '0' && c <= '9';
    }
  }
}
