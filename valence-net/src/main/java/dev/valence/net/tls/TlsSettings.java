package dev.valence.net.tls;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a session asks of TLS. Immutable; equal settings may share connections.
 *
 * <p>By default: the roots the operating system trusts, TLS 1.2 to 1.3, and the fastest provider
 * the platform has.
 */
public final class TlsSettings {
  private static final TlsSettings DEFAULTS = builder().build();

  private final List<X509Certificate> extraRoots;
  private final boolean systemRoots;
  private final TlsVersion minVersion;
  private final TlsVersion maxVersion;
  private final TlsProvider provider;
  private final Set<Integer> disabledCipherSuites;
  private final List<X509CRL> crls;
  private final List<ClientCertificateRule> clientCertificates;

  private TlsSettings(Builder builder) {
    this.extraRoots = List.copyOf(builder.extraRoots);
    this.systemRoots = builder.systemRoots;
    this.minVersion = builder.minVersion;
    this.maxVersion = builder.maxVersion;
    this.provider = builder.provider;
    this.disabledCipherSuites = Set.copyOf(builder.disabledCipherSuites);
    this.crls = List.copyOf(builder.crls);
    this.clientCertificates = List.copyOf(builder.clientCertificates);
  }

  /** System roots, TLS 1.2 to 1.3, provider chosen by platform. */
  public static TlsSettings defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Certificates trusted in addition to the system's roots. */
  public List<X509Certificate> extraRoots() {
    return extraRoots;
  }

  /** Whether the operating system's roots are trusted. */
  public boolean systemRoots() {
    return systemRoots;
  }

  public TlsVersion minVersion() {
    return minVersion;
  }

  public TlsVersion maxVersion() {
    return maxVersion;
  }

  public TlsProvider provider() {
    return provider;
  }

  /** Cipher suites that are not offered, by their IANA numbers. */
  public Set<Integer> disabledCipherSuites() {
    return disabledCipherSuites;
  }

  /** Lists of revoked certificates that are looked into. */
  public List<X509CRL> crls() {
    return crls;
  }

  /** Which client certificates there are for which hosts, in order. */
  public List<ClientCertificateRule> clientCertificates() {
    return clientCertificates;
  }

  /** A builder that begins with these settings. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.extraRoots.addAll(extraRoots);
    builder.systemRoots = systemRoots;
    builder.minVersion = minVersion;
    builder.maxVersion = maxVersion;
    builder.provider = provider;
    builder.disabledCipherSuites.addAll(disabledCipherSuites);
    builder.crls.addAll(crls);
    builder.clientCertificates.addAll(clientCertificates);
    return builder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlsSettings that
        && systemRoots == that.systemRoots
        && minVersion == that.minVersion
        && maxVersion == that.maxVersion
        && provider == that.provider
        && disabledCipherSuites.equals(that.disabledCipherSuites)
        && extraRoots.equals(that.extraRoots)
        && crls.equals(that.crls)
        && clientCertificates.equals(that.clientCertificates);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        extraRoots,
        systemRoots,
        minVersion,
        maxVersion,
        provider,
        disabledCipherSuites,
        crls,
        clientCertificates);
  }

  @Override
  public String toString() {
    return ("TlsSettings[%s to %s, %s, system roots %s, %d extra roots, %d disabled cipher suites,"
            + " %d CRLs, %d client certificates]")
        .formatted(
            minVersion,
            maxVersion,
            provider,
            systemRoots ? "on" : "off",
            extraRoots.size(),
            disabledCipherSuites.size(),
            crls.size(),
            clientCertificates.size());
  }

  /** Collects settings; {@link #build} refuses contradictory ones. */
  public static final class Builder {
    private final List<X509Certificate> extraRoots = new ArrayList<>();
    private boolean systemRoots = true;
    private TlsVersion minVersion = TlsVersion.TLS_1_2;
    private TlsVersion maxVersion = TlsVersion.TLS_1_3;
    private TlsProvider provider = TlsProvider.AUTO;
    private final Set<Integer> disabledCipherSuites = new TreeSet<>();
    private final List<X509CRL> crls = new ArrayList<>();
    private final List<ClientCertificateRule> clientCertificates = new ArrayList<>();

    private Builder() {}

    /** Trusts this certificate as a root, or, where a server presents it itself, as it stands. */
    public Builder extraRoot(X509Certificate root) {
      extraRoots.add(Objects.requireNonNull(root, "root"));
      return this;
    }

    /** Trusts all of these; see {@link #extraRoot}. */
    public Builder extraRoots(Iterable<X509Certificate> roots) {
      roots.forEach(this::extraRoot);
      return this;
    }

    /** Whether the operating system's roots are trusted; default true. */
    public Builder systemRoots(boolean trusted) {
      this.systemRoots = trusted;
      return this;
    }

    /** Oldest version to speak; default TLS 1.2. */
    public Builder minVersion(TlsVersion version) {
      this.minVersion = Objects.requireNonNull(version, "version");
      return this;
    }

    /** Newest version to speak; default TLS 1.3. */
    public Builder maxVersion(TlsVersion version) {
      this.maxVersion = Objects.requireNonNull(version, "version");
      return this;
    }

    /** Which implementation to use; default {@link TlsProvider#AUTO}. */
    public Builder provider(TlsProvider provider) {
      this.provider = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /**
     * Does not offer these cipher suites; in place of those that were set before. Suites of TLS 1.3
     * cannot be disabled, as in Chromium; numbers of suites that are never offered change nothing.
     *
     * @param numbers as IANA lists them, such as 0x009c
     * @throws IllegalArgumentException when one is not between 0 and 0xffff
     */
    public Builder disabledCipherSuites(Collection<Integer> numbers) {
      for (int number : numbers) {
        if (number < 0 || number > 0xffff) {
          throw new IllegalArgumentException(
              "a cipher suite's number is between 0 and 0xffff, not " + number);
        }
      }
      disabledCipherSuites.clear();
      disabledCipherSuites.addAll(numbers);
      return this;
    }

    /**
     * Refuses the certificates in this list. Where lists of an authority are given, its
     * certificates are refused also when none of these lists is fresh and properly signed ({@code
     * net::ERR_CERT_UNABLE_TO_CHECK_REVOCATION}).
     *
     * @throws IllegalArgumentException when it is a delta or a partial list
     */
    public Builder crl(X509CRL list) {
      Set<String> critical = list.getCriticalExtensionOIDs();
      if (critical != null && !critical.isEmpty()) {
        throw new IllegalArgumentException(
            "only complete lists of one authority are served; the list of "
                + list.getIssuerX500Principal()
                + " has the critical extensions "
                + critical);
      }
      crls.add(list);
      return this;
    }

    /** As {@link #crl}, for each. */
    public Builder crls(Iterable<X509CRL> lists) {
      lists.forEach(this::crl);
      return this;
    }

    /** Shows this identity to every server that asks for one. */
    public Builder clientCertificate(ClientIdentity identity) {
      return clientCertificate("*", identity);
    }

    /**
     * Shows this identity to servers that ask for one; of several that fit, the first that the
     * server accepts.
     *
     * @param hostPattern a host, {@code *.} and a domain for all hosts below it, or {@code *}
     * @throws IllegalArgumentException when it is no such pattern
     */
    public Builder clientCertificate(String hostPattern, ClientIdentity identity) {
      clientCertificates.add(new ClientCertificateRule(hostPattern, identity));
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException when the oldest version is newer than the newest
     */
    public TlsSettings build() {
      if (minVersion.compareTo(maxVersion) > 0) {
        throw new IllegalArgumentException(
            "minVersion " + minVersion + " is newer than maxVersion " + maxVersion);
      }
      return new TlsSettings(this);
    }
  }
}
