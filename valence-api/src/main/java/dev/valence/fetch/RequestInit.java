package dev.valence.fetch;

import dev.valence.net.RequestObserver;
import dev.valence.net.Timeouts;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.Credentials;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.http.ReferrerPolicy;
import dev.valence.net.http.RequestPriority;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The options of a fetch (Fetch §5.4 {@code RequestInit}). Immutable. What is left out is as the
 * {@link Request} has it, or as the standard does.
 */
public final class RequestInit {
  private static final RequestInit NONE = builder().build();

  final @Nullable String method;
  final @Nullable Headers headers;
  final @Nullable Body body;
  final @Nullable RedirectMode redirect;
  final @Nullable Credentials credentials;
  final @Nullable CacheMode cache;
  final @Nullable ReferrerPolicy referrerPolicy;
  final @Nullable RequestPriority priority;
  final @Nullable AbortSignal signal;
  final @Nullable Timeouts timeouts;
  final @Nullable RequestObserver observer;
  final @Nullable Boolean bypassCustomProtocolHandlers;

  private RequestInit(Builder from) {
    this.method = from.method;
    this.headers = from.headers == null ? null : Headers.view(from.headers.toHeaderList());
    this.body = from.body;
    this.redirect = from.redirect;
    this.credentials = from.credentials;
    this.cache = from.cache;
    this.referrerPolicy = from.referrerPolicy;
    this.priority = from.priority;
    this.signal = from.signal;
    this.timeouts = from.timeouts;
    this.observer = from.observer;
    this.bypassCustomProtocolHandlers = from.bypassCustomProtocolHandlers;
  }

  /** No options. */
  public static RequestInit none() {
    return NONE;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects options; a wrong one is refused where it is given. */
  public static final class Builder {
    private @Nullable String method;
    private @Nullable Headers headers;
    private @Nullable Body body;
    private @Nullable RedirectMode redirect;
    private @Nullable Credentials credentials;
    private @Nullable CacheMode cache;
    private @Nullable ReferrerPolicy referrerPolicy;
    private @Nullable RequestPriority priority;
    private @Nullable AbortSignal signal;
    private @Nullable Timeouts timeouts;
    private @Nullable RequestObserver observer;
    private @Nullable Boolean bypassCustomProtocolHandlers;

    private Builder() {}

    /**
     * The method; GET by default. The standard's methods are written in capitals, any other stays.
     *
     * @throws IllegalArgumentException for what is no token, and for CONNECT, TRACE and TRACK
     */
    public Builder method(String value) {
      method = HeaderRules.checkFetchMethod(value);
      return this;
    }

    /**
     * Adds a header field; fields of the same name stay.
     *
     * @throws IllegalArgumentException for an invalid name or value, and for one that the network
     *     sets
     */
    public Builder header(String name, String value) {
      String checked = HeaderRules.checkRequestHeader(name, value);
      if (headers == null) {
        headers = new Headers();
      }
      headers.append(name, checked);
      return this;
    }

    /** Adds these header fields; see {@link #header}. */
    public Builder headers(Headers values) {
      List<String> raw = values.rawHeaders();
      for (int i = 0; i < raw.size(); i += 2) {
        header(raw.get(i), raw.get(i + 1));
      }
      return this;
    }

    /** Adds these header fields; see {@link #header}. */
    public Builder headers(Map<String, String> values) {
      values.forEach(this::header);
      return this;
    }

    /** The body; see {@link Body} for every kind. */
    public Builder body(Body value) {
      body = Objects.requireNonNull(value, "body");
      return this;
    }

    public Builder body(String text) {
      return body(Body.of(text));
    }

    /** The array is not copied: it is not to be changed. */
    public Builder body(byte[] bytes) {
      return body(Body.of(bytes));
    }

    public Builder body(ByteBuffer bytes) {
      return body(Body.of(bytes));
    }

    public Builder body(Path file) {
      return body(Body.ofFile(file));
    }

    public Builder body(InputStream stream) {
      return body(Body.ofInputStream(stream));
    }

    public Builder body(Flow.Publisher<ByteBuffer> publisher) {
      return body(Body.ofPublisher(publisher));
    }

    public Builder body(UrlSearchParams form) {
      return body(Body.of(form));
    }

    public Builder body(FormData form) {
      return body(Body.of(form));
    }

    public Builder body(Blob blob) {
      return body(Body.of(blob));
    }

    /**
     * What to do with a redirect; {@code follow} by default, {@code manual} delivers it as the
     * response.
     */
    public Builder redirect(RedirectMode mode) {
      redirect = Objects.requireNonNull(mode, "redirect");
      return this;
    }

    /**
     * Whether the session's cookies and logins are used. The default is {@code same-origin}, which
     * for a request without an {@code Origin} header is {@code include}, as in Electron.
     */
    public Builder credentials(Credentials mode) {
      credentials = Objects.requireNonNull(mode, "credentials");
      return this;
    }

    public Builder cache(CacheMode mode) {
      cache = Objects.requireNonNull(mode, "cache");
      return this;
    }

    /** How much of a {@code Referer} header may be sent; see there. */
    public Builder referrerPolicy(ReferrerPolicy policy) {
      referrerPolicy = Objects.requireNonNull(policy, "referrerPolicy");
      return this;
    }

    /** How urgent the request is; {@code idle} by default, as in Electron. */
    public Builder priority(RequestPriority value) {
      priority = Objects.requireNonNull(value, "priority");
      return this;
    }

    /** A hash of the body; ignored, as in Electron. */
    public Builder integrity(String ignored) {
      return this;
    }

    /** What ends the request, also while its body is read. */
    public Builder signal(AbortSignal value) {
      signal = Objects.requireNonNull(value, "signal");
      return this;
    }

    /** Limits for the phases of this request, instead of those of the {@code Valence}. */
    public Builder timeouts(Timeouts value) {
      timeouts = Objects.requireNonNull(value, "timeouts");
      return this;
    }

    /**
     * Who sees the request as it goes over the wire, hop by hop: the heads as they are sent, the
     * connections, the proxies, the cache. Nobody by default. Unlike all other listeners it is
     * called on the network thread, which it must not hold up; what it is shown holds secrets.
     */
    public Builder observer(RequestObserver value) {
      observer = Objects.requireNonNull(value, "observer");
      return this;
    }

    /**
     * Whether handlers of {@link dev.valence.protocol.Protocol} are passed by; false by default.
     * With it a handler forwards to the network, or to the file, that it stands in for.
     */
    public Builder bypassCustomProtocolHandlers(boolean on) {
      bypassCustomProtocolHandlers = on;
      return this;
    }

    public RequestInit build() {
      return new RequestInit(this);
    }
  }
}
