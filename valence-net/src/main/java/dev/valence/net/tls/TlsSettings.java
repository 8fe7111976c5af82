package dev.valence.net.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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

  private TlsSettings(Builder builder) {
    this.extraRoots = List.copyOf(builder.extraRoots);
    this.systemRoots = builder.systemRoots;
    this.minVersion = builder.minVersion;
    this.maxVersion = builder.maxVersion;
    this.provider = builder.provider;
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

  @Override
  public boolean equals(Object other) {
    return other instanceof TlsSettings that
        && systemRoots == that.systemRoots
        && minVersion == that.minVersion
        && maxVersion == that.maxVersion
        && provider == that.provider
        && extraRoots.equals(that.extraRoots);
  }

  @Override
  public int hashCode() {
    return Objects.hash(extraRoots, systemRoots, minVersion, maxVersion, provider);
  }

  @Override
  public String toString() {
    return "TlsSettings[%s to %s, %s, system roots %s, %d extra roots]"
        .formatted(minVersion, maxVersion, provider, systemRoots ? "on" : "off", extraRoots.size());
  }

  /** Collects settings; {@link #build} refuses contradictory ones. */
  public static final class Builder {
    private final List<X509Certificate> extraRoots = new ArrayList<>();
    private boolean systemRoots = true;
    private TlsVersion minVersion = TlsVersion.TLS_1_2;
    private TlsVersion maxVersion = TlsVersion.TLS_1_3;
    private TlsProvider provider = TlsProvider.AUTO;

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
