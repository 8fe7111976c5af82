package dev.valence.request;

import dev.valence.Session;
import dev.valence.internal.request.RequestHeaderText;
import dev.valence.internal.request.SessionChoice;
import dev.valence.net.Timeouts;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.Credentials;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.http.ReferrerPolicy;
import dev.valence.net.http.RequestPriority;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code net.request} takes. Immutable. Either {@code url} or its parts ({@code protocol},
 * {@code host} or {@code hostname} and {@code port}, {@code path}); a URL wins.
 */
public final class RequestOptions {
  private final Url url;
  private final Builder from;

  private RequestOptions(Url url, Builder from) {
    this.url = url;
    this.from = from;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Options of a GET request. */
  public static RequestOptions of(String url) {
    return builder().url(url).build();
  }

  /** Where the request goes. */
  public Url url() {
    return url;
  }

  public String method() {
    return from.method;
  }

  /** A copy of the header fields, in order. */
  public HeaderList headers() {
    return from.headers.copy();
  }

  /** The session; null for the one of {@link #partition}. */
  public @Nullable Session session() {
    return from.choice.session();
  }

  /** The name of the session; empty for the default session. */
  public String partition() {
    return from.choice.partition();
  }

  /** Whether cookies and logins are used; null where that was not said. */
  public @Nullable Credentials credentials() {
    return from.credentials;
  }

  public boolean useSessionCookies() {
    return from.useSessionCookies;
  }

  public RedirectMode redirect() {
    return from.redirect;
  }

  /** Who asks; null for the application itself. */
  public @Nullable Origin origin() {
    return from.origin;
  }

  public ReferrerPolicy referrerPolicy() {
    return from.referrerPolicy;
  }

  public CacheMode cache() {
    return from.cache;
  }

  public RequestPriority priority() {
    return from.priority;
  }

  public boolean priorityIncremental() {
    return from.priorityIncremental;
  }

  /** The limits for this request; null for those of the {@code Valence}. */
  public @Nullable Timeouts timeouts() {
    return from.timeouts;
  }

  /** Whether handlers of the program are passed by. */
  public boolean bypassCustomProtocolHandlers() {
    return from.bypassCustomProtocolHandlers;
  }

  @Override
  public String toString() {
    return "RequestOptions[" + from.method + " " + url + "]";
  }

  /**
   * Collects options. A wrong value is refused where it is given, a contradiction by {@link
   * #build}.
   */
  public static final class Builder implements Cloneable {
    private String method = "GET";
    private @Nullable String url;
    private HeaderList headers = new HeaderList();
    private SessionChoice choice = SessionChoice.DEFAULT;
    private @Nullable Credentials credentials;
    private boolean useSessionCookies;
    private String protocol = "http:";
    private @Nullable String host;
    private String hostname = "localhost";
    private int port = -1;
    private String path = "/";
    private RedirectMode redirect = RedirectMode.FOLLOW;
    private @Nullable Origin origin;
    private ReferrerPolicy referrerPolicy = ReferrerPolicy.UNSET;
    private CacheMode cache = CacheMode.DEFAULT;
    private RequestPriority priority = RequestPriority.IDLE;
    private boolean priorityIncremental = true;
    private @Nullable Timeouts timeouts;
    private boolean bypassCustomProtocolHandlers;

    private Builder() {}

    /** The method; GET by default. It is written in capitals. */
    public Builder method(String value) {
      method = HeaderRules.checkFetchMethod(value).toUpperCase(Locale.ROOT);
      return this;
    }

    /** The URL: absolute, http or https. */
    public Builder url(String value) {
      url = Objects.requireNonNull(value, "url");
      return this;
    }

    /** Sets a header field; see {@link ClientRequest#setHeader}. */
    public Builder header(String name, String value) {
      headers.set(name, RequestHeaderText.check(name, value));
      return this;
    }

    /** Sets a header field that is sent once for each value. */
    public Builder header(String name, List<String> values) {
      headers.remove(name);
      for (String value : values) {
        headers.add(name, RequestHeaderText.check(name, value));
      }
      return this;
    }

    /** Sets these header fields; see {@link ClientRequest#setHeader}. */
    public Builder headers(Map<String, String> values) {
      values.forEach(this::header);
      return this;
    }

    /** The session; wins over {@link #partition}. */
    public Builder session(Session value) {
      choice = choice.withSession(value);
      return this;
    }

    /** The name of the session; empty, the default, for the default session. */
    public Builder partition(String value) {
      choice = choice.withPartition(value);
      return this;
    }

    /**
     * Whether cookies and logins are used. Left out: stored logins are, cookies are not unless
     * {@link #useSessionCookies} says so. {@code same-origin} needs {@link #origin}.
     */
    public Builder credentials(Credentials value) {
      credentials = Objects.requireNonNull(value, "credentials");
      return this;
    }

    /**
     * Whether the session's cookies are sent and kept; false by default. No effect with
     * credentials.
     */
    public Builder useSessionCookies(boolean value) {
      useSessionCookies = value;
      return this;
    }

    /** {@code http:}, the default, or {@code https:}. */
    public Builder protocol(String value) {
      protocol = Objects.requireNonNull(value, "protocol");
      return this;
    }

    /**
     * Host name and port, as {@code example.com:8080}; wins over {@link #hostname} and {@link
     * #port}.
     */
    public Builder host(String value) {
      host = Objects.requireNonNull(value, "host");
      return this;
    }

    /** The host name; {@code localhost} by default. */
    public Builder hostname(String value) {
      hostname = Objects.requireNonNull(value, "hostname");
      return this;
    }

    /** The port; the protocol's own by default. */
    public Builder port(int value) {
      if (value < 0 || value > 65535) {
        throw new IllegalArgumentException("a port is 0 to 65535, not " + value);
      }
      port = value;
      return this;
    }

    /** Path and query; {@code /} by default. */
    public Builder path(String value) {
      if (value.indexOf(' ') >= 0) {
        throw new IllegalArgumentException("Request path contains unescaped characters");
      }
      path = value;
      return this;
    }

    /**
     * What to do with a redirect; {@code follow} by default. See {@link ClientRequest#REDIRECT}.
     */
    public Builder redirect(RedirectMode value) {
      redirect = Objects.requireNonNull(value, "redirect");
      return this;
    }

    /**
     * Who asks, as a URL of that origin; without it the application itself.
     *
     * @throws IllegalArgumentException when it is no absolute URL
     */
    public Builder origin(String value) {
      origin = Url.parse(value).origin();
      return this;
    }

    /**
     * How much a {@code Referer} header may tell; {@code strict-origin-when-cross-origin} by
     * default.
     */
    public Builder referrerPolicy(ReferrerPolicy value) {
      referrerPolicy = Objects.requireNonNull(value, "referrerPolicy");
      return this;
    }

    public Builder cache(CacheMode value) {
      cache = Objects.requireNonNull(value, "cache");
      return this;
    }

    /** How urgent the request is; {@code idle} by default. */
    public Builder priority(RequestPriority value) {
      priority = Objects.requireNonNull(value, "priority");
      return this;
    }

    /** Whether the response is of use piece by piece (RFC 9218 §4.2); true by default. */
    public Builder priorityIncremental(boolean value) {
      priorityIncremental = value;
      return this;
    }

    /** Limits for the phases of this request, instead of those of the {@code Valence}. */
    public Builder timeouts(Timeouts value) {
      timeouts = Objects.requireNonNull(value, "timeouts");
      return this;
    }

    /**
     * Whether handlers of {@link dev.valence.protocol.Protocol} are passed by; false by default.
     */
    public Builder bypassCustomProtocolHandlers(boolean on) {
      bypassCustomProtocolHandlers = on;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when the URL is none, or not of http or https
     *     ("ClientRequest only supports http: and https: protocols"), or when {@code same-origin}
     *     lacks an origin
     */
    public RequestOptions build() {
      Url target = Url.parse(url == null || url.isEmpty() ? composed() : url);
      if (!target.scheme().equals("http") && !target.scheme().equals("https")) {
        throw new IllegalArgumentException(
            "ClientRequest only supports http: and https: protocols");
      }
      if (credentials == Credentials.SAME_ORIGIN && origin == null) {
        throw new IllegalArgumentException("credentials: same-origin requires origin to be set");
      }
      try {
        Builder copy = (Builder) clone();
        copy.headers = headers.copy();
        return new RequestOptions(target, copy);
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    private String composed() {
      // The path is read apart, so that no path can name another host.
      Url local = Url.parse("http://localhost").resolve(path);
      String fragment = local.fragment();
      String tail = local.pathAndQuery() + (fragment == null ? "" : "#" + fragment);
      return protocol + "//" + authority() + tail;
    }

    private String authority() {
      if (host != null) {
        return host;
      }
      boolean ipv6 = hostname.indexOf(':') >= 0 && !hostname.startsWith("[");
      String name = ipv6 ? "[" + hostname + "]" : hostname;
      return port < 0 ? name : name + ":" + port;
    }
  }
}
