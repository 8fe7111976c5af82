package dev.valence.cli.resolve;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.SecureDnsMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How hosts are found. */
final class ResolverOptions {
  @Option(
      names = "--doh",
      paramLabel = "TEMPLATE",
      description = {
        "Ask this server for DNS over HTTPS (RFC 8484), and nobody in the clear. May be repeated:",
        "the next one is asked when one fails."
      })
  List<String> secureServers = new ArrayList<>();

  @Option(
      names = "--doh-mode",
      paramLabel = "MODE",
      description =
          "off, automatic (the clear when --doh fails) or secure, the default with --doh.")
  @Nullable String secureMode;

  @Option(
      names = "--server",
      paramLabel = "ADDRESS[:PORT]",
      description = "Ask this name server by the built-in resolver. May be repeated.")
  List<String> nameServers = new ArrayList<>();

  @Option(
      names = "--built-in",
      description = "Ask the system's name servers by the built-in resolver, then the system.")
  boolean builtIn;

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      description = "Chromium's host rules, such as \"MAP *.test 127.0.0.1, EXCLUDE real.test\".")
  String rules = "";

  HostResolverConfig config() {
    try {
      SecureDnsMode byDefault = secureServers.isEmpty() ? SecureDnsMode.OFF : SecureDnsMode.SECURE;
      return HostResolverConfig.builder()
          .secureDnsServers(secureServers)
          .secureDnsMode(secureMode == null ? byDefault : SecureDnsMode.ofWireName(secureMode))
          .nameServers(nameServers)
          .enableBuiltInResolver(builtIn || !nameServers.isEmpty())
          .hostRules(rules)
          .build();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }
}
