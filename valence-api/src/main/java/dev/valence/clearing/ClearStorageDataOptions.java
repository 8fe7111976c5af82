package dev.valence.clearing;

import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code Session.clearStorageData} clears; everything by default. Immutable. */
public final class ClearStorageDataOptions {
  private final @Nullable Origin origin;
  private final Set<StorageType> storages;
  private final Set<QuotaType> quotas;

  private ClearStorageDataOptions(Builder from) {
    this.origin = from.origin;
    this.storages = Set.copyOf(from.storages);
    this.quotas = Set.copyOf(from.quotas);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Whose data; null for everybody's. */
  public @Nullable Origin origin() {
    return origin;
  }

  public Set<StorageType> storages() {
    return storages;
  }

  public Set<QuotaType> quotas() {
    return quotas;
  }

  /** Collects options. */
  public static final class Builder {
    private @Nullable Origin origin;
    private Set<StorageType> storages = EnumSet.allOf(StorageType.class);
    private Set<QuotaType> quotas = EnumSet.allOf(QuotaType.class);

    private Builder() {}

    /**
     * Whose data, as {@code scheme://host:port}.
     *
     * @throws IllegalArgumentException when it is no origin
     */
    public Builder origin(String value) {
      origin = parse(value);
      return this;
    }

    /** Which kinds; none means all, as in Electron. */
    public Builder storages(Collection<StorageType> values) {
      storages = values.isEmpty() ? EnumSet.allOf(StorageType.class) : EnumSet.copyOf(values);
      return this;
    }

    /** Which quotas; none means all, as in Electron. */
    public Builder quotas(Collection<QuotaType> values) {
      quotas = values.isEmpty() ? EnumSet.allOf(QuotaType.class) : EnumSet.copyOf(values);
      return this;
    }

    public ClearStorageDataOptions build() {
      return new ClearStorageDataOptions(this);
    }
  }

  /** An origin out of text; {@code file://} is one. */
  static Origin parse(String text) {
    Url url = Url.tryParse(text);
    if (url == null) {
      throw new IllegalArgumentException(
          "an origin looks like https://example.com:8443, not \"" + text + "\"");
    }
    return url.origin();
  }
}
