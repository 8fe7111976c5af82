package dev.valence.interception;

import dev.valence.webrequest.WebRequestFilter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches, changes and answers the requests that its filter wants. Immutable; the same may serve
 * several sessions.
 *
 * <p>Its functions are called on the event thread. The request waits until the action is there; one
 * that comes later may be completed by any thread. A function that throws, gives null or whose
 * future fails, fails the request or WebSocket with {@code net::ERR_FAILED}, and is reported.
 */
public final class Interceptor {
  /** What is asked when the head of a request is complete, before the cache is. */
  @FunctionalInterface
  public interface RequestFunction {
    CompletionStage<RequestAction> onRequest(InterceptedRequest request);
  }

  /** What is asked when the head of a response is there. */
  @FunctionalInterface
  public interface ResponseFunction {
    CompletionStage<ResponseAction> onResponse(InterceptedResponse response);
  }

  /** What is asked about each message of a WebSocket, in both directions. */
  @FunctionalInterface
  public interface MessageFunction {
    CompletionStage<MessageAction> onMessage(InterceptedMessage message);
  }

  private final WebRequestFilter filter;
  private final @Nullable RequestFunction request;
  private final @Nullable ResponseFunction response;
  private final @Nullable MessageFunction message;
  private final @Nullable Consumer<InterceptedWebSocket> webSocket;
  private final Duration timeout;

  private Interceptor(Builder from) {
    this.filter = from.filter;
    this.request = from.request;
    this.response = from.response;
    this.message = from.message;
    this.webSocket = from.webSocket;
    this.timeout = from.timeout;
  }

  /** Collects an interceptor of these requests. */
  public static Builder builder(WebRequestFilter filter) {
    return new Builder(filter);
  }

  public WebRequestFilter filter() {
    return filter;
  }

  /** What is asked about requests; null for nothing, which costs them nothing. */
  public @Nullable RequestFunction request() {
    return request;
  }

  /** What is asked about responses; null for nothing, which costs them nothing. */
  public @Nullable ResponseFunction response() {
    return response;
  }

  /** What is asked about messages of WebSockets; null for nothing, which costs them nothing. */
  public @Nullable MessageFunction message() {
    return message;
  }

  /** What hears of WebSockets that have opened; null for nothing. */
  public @Nullable Consumer<InterceptedWebSocket> webSocket() {
    return webSocket;
  }

  /** How long a request or message waits for an action; zero for as long as it takes. */
  public Duration timeout() {
    return timeout;
  }

  @Override
  public String toString() {
    return "Interceptor[" + filter + "]";
  }

  /** Collects an interceptor. */
  public static final class Builder {
    private final WebRequestFilter filter;
    private @Nullable RequestFunction request;
    private @Nullable ResponseFunction response;
    private @Nullable MessageFunction message;
    private @Nullable Consumer<InterceptedWebSocket> webSocket;
    private Duration timeout = Duration.ZERO;

    private Builder(WebRequestFilter filter) {
      this.filter = Objects.requireNonNull(filter, "filter");
    }

    /** What to do with each request, decided at once. */
    public Builder onRequest(Function<InterceptedRequest, RequestAction> function) {
      Objects.requireNonNull(function, "function");
      return onRequestAsync(asked -> CompletableFuture.completedFuture(function.apply(asked)));
    }

    /** What to do with each request, decided now or later. */
    public Builder onRequestAsync(RequestFunction function) {
      request = Objects.requireNonNull(function, "function");
      return this;
    }

    /** What to do with each response, decided at once. */
    public Builder onResponse(Function<InterceptedResponse, ResponseAction> function) {
      Objects.requireNonNull(function, "function");
      return onResponseAsync(asked -> CompletableFuture.completedFuture(function.apply(asked)));
    }

    /** What to do with each response, decided now or later. */
    public Builder onResponseAsync(ResponseFunction function) {
      response = Objects.requireNonNull(function, "function");
      return this;
    }

    /**
     * What to do with each message of a WebSocket, decided at once; see {@link #onMessageAsync}.
     */
    public Builder onMessage(Function<InterceptedMessage, MessageAction> function) {
      Objects.requireNonNull(function, "function");
      return onMessageAsync(asked -> CompletableFuture.completedFuture(function.apply(asked)));
    }

    /**
     * What to do with each message of a WebSocket, decided now or later. The messages behind it
     * wait meanwhile, in their direction, and so does a goodbye; the server is slowed down.
     *
     * <p>Sent messages meet the interceptors in order, received ones in the opposite order. It
     * counts for WebSockets that are opened while some interceptor or observer wants their
     * messages; from then on those that come or go count for the next message.
     */
    public Builder onMessageAsync(MessageFunction function) {
      message = Objects.requireNonNull(function, "function");
      return this;
    }

    /**
     * Hears of each WebSocket that has opened, before its first message, on the event thread: who
     * keeps it can put messages between the others. What it throws fails the WebSocket.
     */
    public Builder onWebSocket(Consumer<InterceptedWebSocket> consumer) {
      webSocket = Objects.requireNonNull(consumer, "consumer");
      return this;
    }

    /**
     * How long a request or message waits for an action; then it fails with {@code
     * net::ERR_TIMED_OUT}. Zero, the default, for as long as it takes.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public Builder timeout(Duration limit) {
      if (limit.isNegative()) {
        throw new IllegalArgumentException(
            "the time limit of an interceptor is negative: " + limit + "; zero means none");
      }
      timeout = limit;
      return this;
    }

    /**
     * The interceptor.
     *
     * @throws IllegalArgumentException when it asks for nothing
     */
    public Interceptor build() {
      if (request == null && response == null && message == null && webSocket == null) {
        throw new IllegalArgumentException(
            "an interceptor needs onRequest, onResponse, onMessage or onWebSocket; to see only, add"
                + " an observer");
      }
      return new Interceptor(this);
    }
  }
}
