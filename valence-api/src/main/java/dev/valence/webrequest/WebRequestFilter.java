package dev.valence.webrequest;

import dev.valence.net.http.ResourceType;
import dev.valence.net.url.Url;
import dev.valence.net.url.UrlPattern;
import dev.valence.net.url.UrlPatternSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which requests a listener hears of: those whose URL matches one of {@code urls} and none of
 * {@code excludeUrls}, and whose type is among {@code types} where there are any. Immutable, and
 * quick to be asked however many patterns it has.
 *
 * <p>Patterns are {@link UrlPattern}s: {@code <all_urls>}, {@code *://*.example.com/*}, {@code
 * http://foo:1234/}.
 */
public final class WebRequestFilter {
  private static final WebRequestFilter ALL_URLS = urls("<all_urls>");

  private final List<UrlPattern> urls;
  private final List<UrlPattern> excludeUrls;
  private final Set<ResourceType> types;
  private final UrlPatternSet included;
  private final UrlPatternSet excluded;

  private WebRequestFilter(Builder from) {
    this.urls = List.copyOf(from.urls);
    this.excludeUrls = List.copyOf(from.excludeUrls);
    this.types = EnumSet.copyOf(from.types);
    this.included = UrlPatternSet.of(urls);
    this.excluded = UrlPatternSet.of(excludeUrls);
  }

  /** Every request. */
  public static WebRequestFilter allUrls() {
    return ALL_URLS;
  }

  /**
   * Requests whose URL matches one of these patterns.
   *
   * @throws IllegalArgumentException {@code Invalid url pattern …: …}, or when there is none
   */
  public static WebRequestFilter urls(String... patterns) {
    return builder().urls(List.of(patterns)).build();
  }

  /** Collects a filter. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether a request is meant. */
  public boolean matches(Url url, ResourceType type) {
    return (types.isEmpty() || types.contains(type))
        && included.matches(url)
        && (excludeUrls.isEmpty() || !excluded.matches(url));
  }

  /** The patterns of which a URL has to match one. */
  public List<UrlPattern> urls() {
    return urls;
  }

  /** The patterns of which a URL may match none. */
  public List<UrlPattern> excludeUrls() {
    return excludeUrls;
  }

  /** The types; empty for all. */
  public Set<ResourceType> types() {
    return Set.copyOf(types);
  }

  @Override
  public String toString() {
    return "WebRequestFilter[urls " + urls + ", except " + excludeUrls + ", types " + types + "]";
  }

  /** Collects a filter. A wrong pattern or type is refused where it is given. */
  public static final class Builder {
    private final List<UrlPattern> urls = new ArrayList<>();
    private final List<UrlPattern> excludeUrls = new ArrayList<>();
    private final EnumSet<ResourceType> types = EnumSet.noneOf(ResourceType.class);

    private Builder() {}

    /**
     * Adds patterns of which a URL has to match one.
     *
     * @throws IllegalArgumentException {@code Invalid url pattern …: …}
     */
    public Builder urls(Collection<String> patterns) {
      patterns.stream().map(UrlPattern::parse).forEach(urls::add);
      return this;
    }

    /** As {@link #urls(Collection)}. */
    public Builder urls(String... patterns) {
      return urls(List.of(patterns));
    }

    /**
     * Adds patterns of which a URL may match none; they win over the others.
     *
     * @throws IllegalArgumentException {@code Invalid url pattern …: …}
     */
    public Builder excludeUrls(Collection<String> patterns) {
      patterns.stream().map(UrlPattern::parse).forEach(excludeUrls::add);
      return this;
    }

    /** As {@link #excludeUrls(Collection)}. */
    public Builder excludeUrls(String... patterns) {
      return excludeUrls(List.of(patterns));
    }

    /**
     * Adds types; without any, all match. What {@code net.request} and {@code fetch} ask for is
     * {@code other}, which in Electron no filter can name; here it can.
     */
    public Builder types(Collection<ResourceType> values) {
      values.forEach(type -> types.add(Objects.requireNonNull(type, "type")));
      return this;
    }

    /** As {@link #types(Collection)}. */
    public Builder types(ResourceType... values) {
      return types(List.of(values));
    }

    /**
     * Adds types by Electron's names.
     *
     * @throws IllegalArgumentException {@code Invalid type …}
     */
    public Builder typeNames(Collection<String> names) {
      for (String name : names) {
        types.add(typeOf(name));
      }
      return this;
    }

    private static ResourceType typeOf(String name) {
      for (ResourceType type : ResourceType.values()) {
        if (type.wireName().equals(name) && type != ResourceType.OTHER) {
          return type;
        }
      }
      throw new IllegalArgumentException("Invalid type " + name);
    }

    /**
     * The filter.
     *
     * @throws IllegalArgumentException without {@code urls}; {@code <all_urls>} stands for all
     */
    public WebRequestFilter build() {
      if (urls.isEmpty()) {
        throw new IllegalArgumentException(
            "Parameter 'filter' must have property 'urls'; use '<all_urls>' to match all URLs");
      }
      return new WebRequestFilter(this);
    }
  }
}
