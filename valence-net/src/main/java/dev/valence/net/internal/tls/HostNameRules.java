package dev.valence.net.internal.tls;

import dev.valence.net.internal.dns.LocalNames;
import dev.valence.net.site.PublicSuffixList;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Whether a certificate was issued for a host: RFC 9525 §6 as Chromium narrows it ({@code
 * X509Certificate::VerifyHostname}). Only subject alternative names count, never the common name; a
 * wildcard is the whole left-most label, and stands for no name directly below a registry's suffix.
 * A pure function.
 */
public final class HostNameRules {
  // RFC 5280 §4.2.1.6, the tags of GeneralName.
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private HostNameRules() {}

  /** The names and addresses a certificate was issued for. */
  record Names(List<String> dnsNames, List<InetAddress> addresses) {}

  /** Whether the certificate is for this host, by the bundled list of suffixes. */
  public static boolean covers(X509Certificate certificate, String host) {
    return matches(
        certificate, host, domain -> PublicSuffixList.bundled().isRegistrySuffix(domain));
  }

  /**
   * Whether the certificate is for this host.
   *
   * @param host a name or IP literal as a URL serialises it
   * @param isRegistrySuffix whether names directly below a domain belong to different owners, such
   *     as {@code com} and {@code co.uk}
   */
  static boolean matches(
      X509Certificate certificate, String host, Predicate<String> isRegistrySuffix) {
    return matches(namesOf(certificate), host, isRegistrySuffix);
  }

  static boolean matches(Names names, String host, Predicate<String> isRegistrySuffix) {
    InetAddress address = LocalNames.literal(host);
    if (address != null) {
      return names.addresses().contains(address);
    }
    String name = canonical(host);
    if (name.isEmpty() || name.startsWith(".")) {
      return false;
    }
    String parent = parentOf(name);
    boolean wildcard = false;
    for (String dnsName : names.dnsNames()) {
      String presented = canonical(dnsName);
      if (presented.equals(name)) {
        return true;
      }
      wildcard |= presented.equals("*." + parent);
    }
    return wildcard && !parent.isEmpty() && !isNumeric(name) && !isRegistrySuffix.test(parent);
  }

  /** The subject alternative names; none where the extension is missing or malformed. */
  static Names namesOf(X509Certificate certificate) {
    List<String> dnsNames = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    Collection<List<?>> alternatives;
    try {
      alternatives = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      alternatives = null; // what cannot be read names nobody
    }
    if (alternatives != null) {
      for (List<?> entry : alternatives) {
        int type = (Integer) entry.get(0);
        if (type == DNS_NAME) {
          dnsNames.add((String) entry.get(1));
        } else if (type == IP_ADDRESS) {
          InetAddress address = LocalNames.literal((String) entry.get(1));
          if (address != null) {
            addresses.add(address);
          }
        }
      }
    }
    return new Names(dnsNames, addresses);
  }

  private static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static String parentOf(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  private static boolean isNumeric(String name) {
    return name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
