package dev.valence.net;

import dev.valence.net.http.CacheMode;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.http.ReferrerPolicy;
import dev.valence.net.http.RequestPriority;
import dev.valence.net.http.ResourceType;
import dev.valence.net.site.Site;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the network, whoever asks: {@code net.request}, {@code fetch} or a page.
 * Immutable.
 *
 * <p>Headers are taken as given: whoever builds a request from words of a user checks them first
 * with {@link dev.valence.net.http.HeaderRules}.
 */
public final class NetworkRequest {
  private final Builder fields;

  private NetworkRequest(Builder fields) {
    this.fields = fields;
  }

  /** A request with this URL; the method is GET. */
  public static Builder builder(Url url) {
    return new Builder(url);
  }

  public Url url() {
    return fields.url;
  }

  public String method() {
    return fields.method;
  }

  /** The fields that the asker set, in order and case. Not to be changed. */
  public HeaderList headers() {
    return fields.headers;
  }

  public @Nullable RequestBody body() {
    return fields.body;
  }

  /** Whether the body goes without a stated length even where it is known. */
  public boolean chunked() {
    return fields.chunked;
  }

  public RedirectMode redirectMode() {
    return fields.redirectMode;
  }

  /** Whether cookies of the jar are sent, and cookies of the response kept. */
  public boolean useCookies() {
    return fields.useCookies;
  }

  /** Whether stored credentials may answer a challenge of the origin. */
  public boolean useAuthentication() {
    return fields.useAuthentication;
  }

  /**
   * The only origin whose hops use cookies and logins (Fetch's credentials mode {@code
   * same-origin}); null where every hop may.
   */
  public @Nullable Origin credentialsOrigin() {
    return fields.credentialsOrigin;
  }

  /** Who asks: the {@code origin} option or a page's origin; null for the host itself. */
  public @Nullable Origin initiator() {
    return fields.initiator;
  }

  /**
   * The top-level site for SameSite decisions; null counts as the same site (the host's own
   * request).
   */
  public @Nullable Site siteForCookies() {
    return fields.siteForCookies;
  }

  public @Nullable Url referrer() {
    return fields.referrer;
  }

  public ReferrerPolicy referrerPolicy() {
    return fields.referrerPolicy;
  }

  public CacheMode cacheMode() {
    return fields.cacheMode;
  }

  public RequestPriority priority() {
    return fields.priority;
  }

  public boolean incremental() {
    return fields.incremental;
  }

  /** The User-Agent of this request, or null for the context's. */
  public @Nullable String userAgent() {
    return fields.userAgent;
  }

  /** What it is for, as listeners are told. */
  public ResourceType resourceType() {
    return url().scheme().startsWith("ws") ? ResourceType.WEB_SOCKET : fields.resourceType;
  }

  /** Who sees it go over the wire; null for nobody. */
  public @Nullable RequestObserver observer() {
    return fields.observer;
  }

  public Timeouts timeouts() {
    return fields.timeouts;
  }

  /** Whether handlers of the program are passed by; see {@link NetworkContext#schemeHandlers}. */
  public boolean bypassCustomProtocolHandlers() {
    return fields.bypassCustomProtocolHandlers;
  }

  /** The same request with other fields, which the caller changes no more. */
  public NetworkRequest withHeaders(HeaderList headers) {
    return new NetworkRequest(fields.copy().headers(headers));
  }

  /** Collects the fields of a request. */
  public static final class Builder implements Cloneable {
    private Url url;
    private String method = "GET";
    private HeaderList headers = new HeaderList();
    private @Nullable RequestBody body;
    private boolean chunked;
    private RedirectMode redirectMode = RedirectMode.FOLLOW;
    private boolean useCookies;
    private boolean useAuthentication = true;
    private @Nullable Origin credentialsOrigin;
    private @Nullable Origin initiator;
    private @Nullable Site siteForCookies;
    private @Nullable Url referrer;
    private ReferrerPolicy referrerPolicy = ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN;
    private CacheMode cacheMode = CacheMode.DEFAULT;
    private RequestPriority priority = RequestPriority.IDLE;
    private boolean incremental = true;
    private @Nullable String userAgent;
    private ResourceType resourceType = ResourceType.OTHER;
    private @Nullable RequestObserver observer;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private boolean bypassCustomProtocolHandlers;

    private Builder(Url url) {
      this.url = url;
    }

    public Builder url(Url value) {
      url = value;
      return this;
    }

    public Builder method(String value) {
      method = value;
      return this;
    }

    /** Takes the list over; the caller changes it no more. */
    public Builder headers(HeaderList value) {
      headers = value;
      return this;
    }

    public Builder body(@Nullable RequestBody value) {
      body = value;
      return this;
    }

    public Builder chunked(boolean value) {
      chunked = value;
      return this;
    }

    public Builder redirectMode(RedirectMode value) {
      redirectMode = value;
      return this;
    }

    public Builder useCookies(boolean value) {
      useCookies = value;
      return this;
    }

    public Builder useAuthentication(boolean value) {
      useAuthentication = value;
      return this;
    }

    public Builder credentialsOrigin(@Nullable Origin value) {
      credentialsOrigin = value;
      return this;
    }

    public Builder initiator(@Nullable Origin value) {
      initiator = value;
      return this;
    }

    public Builder siteForCookies(@Nullable Site value) {
      siteForCookies = value;
      return this;
    }

    public Builder referrer(@Nullable Url value) {
      referrer = value;
      return this;
    }

    public Builder referrerPolicy(ReferrerPolicy value) {
      referrerPolicy = value;
      return this;
    }

    public Builder cacheMode(CacheMode value) {
      cacheMode = value;
      return this;
    }

    public Builder priority(RequestPriority value, boolean isIncremental) {
      priority = value;
      incremental = isIncremental;
      return this;
    }

    public Builder userAgent(@Nullable String value) {
      userAgent = value;
      return this;
    }

    /**
     * {@code other} by default, as Chromium has it for an application's own requests. The handshake
     * of a WebSocket is {@code webSocket} whatever is said here.
     */
    public Builder resourceType(ResourceType value) {
      resourceType = value;
      return this;
    }

    /** Null, the default, for nobody. */
    public Builder observer(@Nullable RequestObserver value) {
      observer = value;
      return this;
    }

    public Builder timeouts(Timeouts value) {
      timeouts = value;
      return this;
    }

    /** False by default. */
    public Builder bypassCustomProtocolHandlers(boolean value) {
      bypassCustomProtocolHandlers = value;
      return this;
    }

    public NetworkRequest build() {
      return new NetworkRequest(copy());
    }

    private Builder copy() {
      try {
        return (Builder) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
