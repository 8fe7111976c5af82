package dev.valence.net.internal.dns;

import dev.valence.net.dns.HostResolverSource;
import dev.valence.net.dns.SecureDnsMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom to ask, in order, until one has addresses (Chromium's {@code
 * HostResolverManager::CreateTaskSequence}). Pure.
 */
final class LookupPlan {
  /** One step. */
  enum Step {
    SECURE_CACHE,
    SECURE_DNS,
    CACHE,
    DNS,
    SYSTEM,
    MULTICAST
  }

  private LookupPlan() {}

  /**
   * The steps.
   *
   * @param mode of this look-up: off where it must not be secure, or no server is known
   * @param builtIn whether the built-in resolver is asked before the system
   */
  static List<Step> of(
      HostResolverSource source, SecureDnsMode mode, boolean builtIn, boolean multicastName) {
    List<Step> steps = new ArrayList<>(5);
    switch (source) {
      case ANY -> {
        // RFC 6762 §3: names below local are not for unicast DNS; the system may know better ways.
        if (!multicastName) {
          addDns(steps, mode, builtIn);
        } else {
          steps.add(Step.CACHE);
        }
        if (mode != SecureDnsMode.SECURE) {
          steps.add(Step.SYSTEM);
        }
      }
      case DNS -> addDns(steps, mode, true);
      case SYSTEM -> steps.addAll(List.of(Step.CACHE, Step.SYSTEM));
      case MDNS -> steps.addAll(List.of(Step.CACHE, Step.MULTICAST));
      case LOCAL_ONLY -> steps.addAll(List.of(Step.SECURE_CACHE, Step.CACHE));
    }
    return List.copyOf(steps);
  }

  private static void addDns(List<Step> steps, SecureDnsMode mode, boolean builtIn) {
    if (mode != SecureDnsMode.OFF) {
      steps.add(Step.SECURE_CACHE);
      steps.add(Step.SECURE_DNS);
    }
    if (mode != SecureDnsMode.SECURE) {
      steps.add(Step.CACHE);
      if (builtIn) {
        steps.add(Step.DNS);
      }
    }
  }

  /** Whether names like this one are multicast DNS's (RFC 6762 §3). */
  static boolean isMulticastName(String host) {
    return host.endsWith(".local") || host.endsWith(".local.");
  }
}
