package dev.valence.clearing;

import dev.valence.net.url.Origin;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What {@code Session.clearData} clears; everything by default. Immutable. */
public final class ClearDataOptions {
  private final Set<DataType> dataTypes;
  private final List<Origin> origins;
  private final List<Origin> excludeOrigins;
  private final boolean avoidClosingConnections;
  private final OriginMatchingMode originMatchingMode;

  private ClearDataOptions(Builder from) {
    this.dataTypes = Set.copyOf(from.dataTypes);
    this.origins = from.origins;
    this.excludeOrigins = from.excludeOrigins;
    this.avoidClosingConnections = from.avoidClosingConnections;
    this.originMatchingMode = from.originMatchingMode;
  }

  public static Builder builder() {
    return new Builder();
  }

  public Set<DataType> dataTypes() {
    return dataTypes;
  }

  /** Only the data of these; empty for everybody's. */
  public List<Origin> origins() {
    return origins;
  }

  /** All data but that of these. */
  public List<Origin> excludeOrigins() {
    return excludeOrigins;
  }

  /** Whether data stays that cannot be cleared without closing connections: remembered logins. */
  public boolean avoidClosingConnections() {
    return avoidClosingConnections;
  }

  public OriginMatchingMode originMatchingMode() {
    return originMatchingMode;
  }

  /** Collects options. */
  public static final class Builder {
    private Set<DataType> dataTypes = EnumSet.allOf(DataType.class);
    private List<Origin> origins = List.of();
    private List<Origin> excludeOrigins = List.of();
    private boolean avoidClosingConnections;
    private OriginMatchingMode originMatchingMode = OriginMatchingMode.THIRD_PARTIES_INCLUDED;

    private Builder() {}

    /** Which kinds; none means all, as in Electron. */
    public Builder dataTypes(Collection<DataType> values) {
      dataTypes = values.isEmpty() ? EnumSet.allOf(DataType.class) : EnumSet.copyOf(values);
      return this;
    }

    /**
     * Only the data of these origins. Cookies know no origins: those of their whole registrable
     * domains go.
     *
     * @throws IllegalArgumentException when one is no origin
     */
    public Builder origins(Collection<String> values) {
      origins = values.stream().map(ClearStorageDataOptions::parse).toList();
      return this;
    }

    /**
     * All data but that of these origins. Cookies of their whole registrable domains stay.
     *
     * @throws IllegalArgumentException when one is no origin
     */
    public Builder excludeOrigins(Collection<String> values) {
      excludeOrigins = values.stream().map(ClearStorageDataOptions::parse).toList();
      return this;
    }

    /** False by default. */
    public Builder avoidClosingConnections(boolean value) {
      avoidClosingConnections = value;
      return this;
    }

    /** {@link OriginMatchingMode#THIRD_PARTIES_INCLUDED} by default. */
    public Builder originMatchingMode(OriginMatchingMode value) {
      originMatchingMode = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException "Cannot provide both 'origins' and 'excludeOrigins'"
     */
    public ClearDataOptions build() {
      if (!origins.isEmpty() && !excludeOrigins.isEmpty()) {
        throw new IllegalArgumentException("Cannot provide both 'origins' and 'excludeOrigins'");
      }
      return new ClearDataOptions(this);
    }
  }
}
