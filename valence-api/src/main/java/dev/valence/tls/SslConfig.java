package dev.valence.tls;

import dev.valence.net.tls.TlsVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which TLS a session speaks (Electron's options of {@code setSSLConfig}). Immutable. By default
 * TLS 1.2 to 1.3, as Chromium.
 */
public final class SslConfig {
  private final TlsVersion minVersion;
  private final TlsVersion maxVersion;
  private final List<Integer> disabledCipherSuites;

  private SslConfig(Builder from) {
    this.minVersion = from.minVersion;
    this.maxVersion = from.maxVersion;
    this.disabledCipherSuites = List.copyOf(from.disabledCipherSuites);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The oldest version that is spoken. */
  public TlsVersion minVersion() {
    return minVersion;
  }

  /** The newest version that is spoken. */
  public TlsVersion maxVersion() {
    return maxVersion;
  }

  /** Cipher suites that are not offered, by their IANA numbers. */
  public List<Integer> disabledCipherSuites() {
    return disabledCipherSuites;
  }

  @Override
  public String toString() {
    return "SslConfig["
        + minVersion
        + " to "
        + maxVersion
        + ", without "
        + disabledCipherSuites
        + "]";
  }

  /** Collects options; {@link #build} refuses contradictory ones. */
  public static final class Builder {
    private TlsVersion minVersion = TlsVersion.TLS_1_2;
    private TlsVersion maxVersion = TlsVersion.TLS_1_3;
    private final List<Integer> disabledCipherSuites = new ArrayList<>();

    private Builder() {}

    /**
     * The oldest version to speak, in Electron's words: {@code tls1.2} or {@code tls1.3}. {@code
     * tls1} and {@code tls1.1} are taken as no limit: Chromium speaks neither any more, and nor
     * does Valence, so that 1.2 is the oldest in any case.
     *
     * @throws IllegalArgumentException for other words
     */
    public Builder minVersion(String version) {
      TlsVersion known = version(version);
      minVersion = known == null ? TlsVersion.TLS_1_2 : known;
      return this;
    }

    /** As {@link #minVersion(String)}. */
    public Builder minVersion(TlsVersion version) {
      minVersion = version;
      return this;
    }

    /**
     * The newest version to speak, in Electron's words: {@code tls1.2} or {@code tls1.3}.
     *
     * @throws IllegalArgumentException for other words; also for {@code tls1} and {@code tls1.1},
     *     which would leave nothing to speak (RFC 8996)
     */
    public Builder maxVersion(String version) {
      TlsVersion known = version(version);
      if (known == null) {
        throw new IllegalArgumentException(
            "maxVersion " + version + " leaves no version: the oldest that is spoken is tls1.2");
      }
      maxVersion = known;
      return this;
    }

    /** As {@link #maxVersion(String)}. */
    public Builder maxVersion(TlsVersion version) {
      maxVersion = version;
      return this;
    }

    private static @Nullable TlsVersion version(String name) {
      return switch (name) {
        case "tls1", "tls1.1" -> null;
        case "tls1.2" -> TlsVersion.TLS_1_2;
        case "tls1.3" -> TlsVersion.TLS_1_3;
        default ->
            throw new IllegalArgumentException(
                "not a version of TLS: " + name + "; known are tls1, tls1.1, tls1.2, tls1.3");
      };
    }

    /**
     * Cipher suites not to offer, by their IANA numbers, such as 0x009c. Those of TLS 1.3 cannot be
     * disabled, as in Chromium; numbers that are never offered change nothing.
     *
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

    /** As {@link #disabledCipherSuites(Collection)}. */
    public Builder disabledCipherSuites(Integer... numbers) {
      return disabledCipherSuites(List.of(numbers));
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when the oldest version is newer than the newest
     */
    public SslConfig build() {
      if (minVersion.compareTo(maxVersion) > 0) {
        throw new IllegalArgumentException(
            "minVersion " + minVersion + " is newer than maxVersion " + maxVersion);
      }
      return new SslConfig(this);
    }
  }
}
