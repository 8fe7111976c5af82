package dev.valence.websocket;

import dev.valence.Session;
import dev.valence.internal.request.RequestHeaderText;
import dev.valence.internal.request.SessionChoice;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.PerMessageDeflate;
import dev.valence.net.websocket.WebSocketSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What {@code net.webSocket} takes beside the URL. Immutable. */
public final class WebSocketOptions {
  private static final Consumer<WebSocket> NO_LISTENERS = socket -> {};
  private static final WebSocketOptions DEFAULTS = builder().build();

  private final Builder from;
  private final WebSocketSettings settings;

  private WebSocketOptions(Builder from, WebSocketSettings settings) {
    this.from = from;
    this.settings = settings;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** No subprotocol, the default session, none of its cookies. */
  public static WebSocketOptions defaults() {
    return DEFAULTS;
  }

  /** Options with these subprotocols. */
  public static WebSocketOptions ofProtocols(List<String> protocols) {
    return builder().protocols(protocols).build();
  }

  /** The subprotocols to offer, in the order of preference. */
  public List<String> protocols() {
    return from.protocols;
  }

  /** A copy of the header fields, in order. */
  public HeaderList headers() {
    return from.headers.copy();
  }

  /** Who asks; null for the origin of the URL itself. */
  public @Nullable Origin origin() {
    return from.origin;
  }

  /** Whether the session's cookies are sent, and those of the answer kept. */
  public boolean useSessionCookies() {
    return from.useSessionCookies;
  }

  /** The session; null for the one of {@link #partition}. */
  public @Nullable Session session() {
    return from.choice.session();
  }

  /** The name of the session; empty for the default session. */
  public String partition() {
    return from.choice.partition();
  }

  /** The limits of the opening handshake; null for those of the {@code Valence}. */
  public @Nullable Timeouts timeouts() {
    return from.timeouts;
  }

  /** Limits, pings and compression. */
  public WebSocketSettings settings() {
    return settings;
  }

  /** When it connects again after a connection was lost; null for never. */
  public @Nullable ReconnectPolicy reconnect() {
    return from.reconnect;
  }

  /** Adds the first listeners. */
  public Consumer<WebSocket> listeners() {
    return from.listeners;
  }

  /** Collects options. A wrong value is refused where it is given. */
  public static final class Builder implements Cloneable {
    private List<String> protocols = List.of();
    private HeaderList headers = new HeaderList();
    private @Nullable Origin origin;
    private boolean useSessionCookies;
    private SessionChoice choice = SessionChoice.DEFAULT;
    private @Nullable Timeouts timeouts;
    private int maxMessageBytes = WebSocketSettings.DEFAULT.maxMessageBytes();
    private long maxFrameBytes = WebSocketSettings.DEFAULT.maxFrameBytes();
    private Duration closeTimeout = WebSocketSettings.DEFAULT.closeTimeout();
    private Duration pingInterval = WebSocketSettings.DEFAULT.pingInterval();
    private @Nullable PerMessageDeflate compression = WebSocketSettings.DEFAULT.compression();
    private @Nullable ReconnectPolicy reconnect;
    private Consumer<WebSocket> listeners = NO_LISTENERS;

    private Builder() {}

    /** The subprotocols to offer; checked when the WebSocket is made. */
    public Builder protocols(List<String> values) {
      protocols = List.copyOf(values);
      return this;
    }

    /** As {@link #protocols(List)}. */
    public Builder protocols(String... values) {
      return protocols(List.of(values));
    }

    /**
     * Sets a header field of the opening handshake.
     *
     * @throws IllegalArgumentException for what the handshake sets itself ({@code Host}, {@code
     *     Connection}, {@code Upgrade}, {@code Sec-WebSocket-…}), and for an invalid name or value
     */
    public Builder header(String name, String value) {
      headers.set(name, check(name, value));
      return this;
    }

    /**
     * The value of a header field as it may be sent.
     *
     * @throws IllegalArgumentException as {@link #header}
     */
    public static String check(String name, String value) {
      String checked = RequestHeaderText.check(name, value);
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("sec-websocket-") || lower.equals("connection")) {
        throw new IllegalArgumentException(
            "Header "
                + name
                + " is set by the handshake and cannot be given; subprotocols go into protocols()");
      }
      return checked;
    }

    /** Sets these header fields; see {@link #header}. */
    public Builder headers(Map<String, String> values) {
      values.forEach(this::header);
      return this;
    }

    /**
     * Who asks, as a URL of that origin: the header {@code Origin}, and what counts for SameSite
     * cookies. Without it the origin of the WebSocket's URL, in its http or https form.
     *
     * @throws IllegalArgumentException when it is no absolute URL
     */
    public Builder origin(String value) {
      origin = Url.parse(value).origin();
      return this;
    }

    /** Whether the session's cookies are sent, and those of the answer kept; false by default. */
    public Builder useSessionCookies(boolean value) {
      useSessionCookies = value;
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

    /** Limits for the opening handshake, instead of those of the {@code Valence}. */
    public Builder timeouts(Timeouts value) {
      timeouts = Objects.requireNonNull(value, "timeouts");
      return this;
    }

    /**
     * The largest message that is taken, in bytes and after decompression; 100 MiB by default. A
     * larger one ends the connection: the server hears 1009.
     */
    public Builder maxMessageBytes(int value) {
      maxMessageBytes = value;
      return this;
    }

    /** The largest frame that is taken, in bytes on the wire; 100 MiB by default. */
    public Builder maxFrameBytes(long value) {
      maxFrameBytes = value;
      return this;
    }

    /**
     * How long the closing handshake may take without any progress; 10 s by default. Then the
     * connection is cut, and has failed with {@code net::ERR_TIMED_OUT}.
     */
    public Builder closeTimeout(Duration value) {
      closeTimeout = Objects.requireNonNull(value, "closeTimeout");
      return this;
    }

    /**
     * How long the line may be silent before a ping is sent. When as long a time passes again
     * without a sign of life, the connection has failed with {@code net::ERR_TIMED_OUT}. Zero, the
     * default, sends no pings.
     */
    public Builder pingInterval(Duration value) {
      pingInterval = Objects.requireNonNull(value, "pingInterval");
      return this;
    }

    /**
     * What is offered of {@code permessage-deflate}; by default what Chromium offers. Null offers
     * no compression.
     */
    public Builder compression(@Nullable PerMessageDeflate value) {
      compression = value;
      return this;
    }

    /**
     * Lets the WebSocket connect again where its connection could not be made, or was lost; null,
     * the default, for one connection, as the standard has it. Beyond Electron.
     *
     * <p>With a policy {@code open} comes for each connection, {@link WebSocket#RECONNECTING} where
     * the standard has {@code close} and another attempt follows, and {@code error} and {@code
     * close} once, at the end of the last: after a close that is not retried, the last attempt,
     * {@link WebSocket#close()} or the end of the session. In between the state is {@code
     * CONNECTING}. Messages that were not sent, or not received, when a connection was lost are not
     * sent again: nobody but the server knows what it has got. For {@code net.webSocket} only.
     */
    public Builder reconnect(@Nullable ReconnectPolicy value) {
      reconnect = value;
      return this;
    }

    /**
     * Called with the new WebSocket, on the thread that makes it, before the connection is begun:
     * the place to add listeners that shall miss nothing.
     */
    public Builder listeners(Consumer<WebSocket> value) {
      listeners = Objects.requireNonNull(value, "listeners");
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when a limit or time is out of its range
     */
    public WebSocketOptions build() {
      try {
        Builder copy = (Builder) clone();
        copy.headers = headers.copy();
        return new WebSocketOptions(
            copy,
            new WebSocketSettings(
                maxMessageBytes, maxFrameBytes, closeTimeout, pingInterval, compression));
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
