package dev.valence.internal.request;

import dev.valence.event.EventType;
import dev.valence.event.dispatch.EventThread;
import dev.valence.event.dispatch.Listeners;
import dev.valence.internal.async.Workers;
import dev.valence.internal.fetch.BytesBody;
import dev.valence.internal.fetch.Initiator;
import dev.valence.internal.websocket.Reconnections;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkCall;
import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkDelegate.RedirectDecision;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RedirectStep;
import dev.valence.net.RequestBody;
import dev.valence.net.Timeouts;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.LoginDecision;
import dev.valence.net.http.Credentials;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.url.Origin;
import dev.valence.net.websocket.WebSocketOpener;
import dev.valence.request.ClientRequest;
import dev.valence.request.RequestOptions;
import dev.valence.request.UploadProgress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link ClientRequest}. The program's calls come on any thread and are ordered by the lock; what
 * the network says becomes a task of the event thread, which alone emits.
 */
public final class ClientRequestImpl implements ClientRequest {
  private static final Logger LOG = LoggerFactory.getLogger(ClientRequest.class);

  /** What the network and the session give to a request. */
  public record Surroundings(
      NetworkContext context,
      Workers workers,
      EventThread events,
      WebSocketOpener webSockets,
      Reconnections reconnections,
      Timeouts timeouts,
      @Nullable String acceptLanguage) {}

  /** What the program may still write. */
  private enum Writing {
    HEADERS,
    BODY,
    ENDED
  }

  private enum Life {
    NEW,
    STARTED,
    RESPONDED,
    CLOSED
  }

  /** A redirect that waits for consent; only on the event thread. */
  private enum Consent {
    NOT_ASKED,
    ASKED,
    GIVEN
  }

  private final Surroundings surroundings;
  private final RequestOptions options;
  private final Listeners listeners;

  // Guarded by this.
  private final HeaderList headers;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
  private Writing writing = Writing.HEADERS;
  private Life life = Life.NEW;
  private @Nullable Boolean chunked;
  private @Nullable ChunkedUpload upload;
  private @Nullable NetworkCall call;
  private @Nullable IncomingMessageImpl message;
  private UploadProgress progress = UploadProgress.INACTIVE;

  // Only on the event thread.
  private Consent consent = Consent.NOT_ASKED;

  public ClientRequestImpl(Surroundings surroundings, RequestOptions options) {
    this.surroundings = surroundings;
    this.options = options;
    this.headers = options.headers();
    this.listeners =
        new Listeners(
            surroundings.events(),
            "ClientRequest",
            RESPONSE,
            FINISH,
            ABORT,
            ERROR,
            CLOSE,
            REDIRECT,
            LOGIN,
            UPLOAD_PROGRESS,
            DRAIN);
  }

  // ---- Headers

  @Override
  public synchronized boolean chunkedEncoding() {
    return chunked != null && chunked;
  }

  @Override
  public synchronized void chunkedEncoding(boolean value) {
    if (writing != Writing.HEADERS || life != Life.NEW) {
      throw new IllegalStateException(
          "chunkedEncoding can only be set before the request is started");
    }
    if (chunked != null) {
      throw new IllegalStateException("chunkedEncoding can only be set once");
    }
    chunked = value;
  }

  @Override
  public synchronized void setHeader(String name, Object value) {
    if (writing != Writing.HEADERS) {
      throw new IllegalStateException("Can't set headers after they are sent");
    }
    headers.set(name, RequestHeaderText.check(name, value));
  }

  @Override
  public synchronized @Nullable String getHeader(String name) {
    if (name == null) {
      throw new IllegalArgumentException("`name` is required for getHeader(name)");
    }
    return headers.getJoined(name);
  }

  @Override
  public synchronized void removeHeader(String name) {
    if (name == null) {
      throw new IllegalArgumentException("`name` is required for removeHeader(name)");
    }
    if (writing != Writing.HEADERS) {
      throw new IllegalStateException("Can't remove headers after they are sent");
    }
    headers.remove(name);
  }

  // ---- Body

  @Override
  public boolean write(String chunk) {
    return write(chunk, StandardCharsets.UTF_8, null);
  }

  @Override
  public boolean write(String chunk, Charset encoding) {
    return write(chunk, encoding, null);
  }

  @Override
  public boolean write(String chunk, Charset encoding, @Nullable Runnable callback) {
    return writeOwned(chunk.getBytes(encoding), callback);
  }

  @Override
  public boolean write(byte[] chunk) {
    return write(chunk, (Runnable) null);
  }

  @Override
  public boolean write(byte[] chunk, @Nullable Runnable callback) {
    return writeOwned(chunk.clone(), callback);
  }

  @Override
  public boolean write(ByteBuffer chunk) {
    return writeOwned(copy(chunk), null);
  }

  private static byte[] copy(ByteBuffer chunk) {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.duplicate().get(bytes);
    return bytes;
  }

  private boolean writeOwned(byte[] bytes, @Nullable Runnable callback) {
    ChunkedUpload to;
    synchronized (this) {
      if (life == Life.CLOSED) {
        return false;
      }
      if (writing == Writing.ENDED) {
        throw new IllegalStateException("write after end");
      }
      writing = Writing.BODY;
      if (!chunkedEncoding()) {
        gathered.writeBytes(bytes);
        if (callback != null) {
          surroundings.events().execute(callback);
        }
        return true;
      }
      to = startedUpload();
    }
    return to.write(bytes, callback);
  }

  /** The upload of a chunked request, which its first write or its end starts. */
  private ChunkedUpload startedUpload() {
    ChunkedUpload running = upload;
    if (running == null) {
      running =
          new ChunkedUpload(
              surroundings.events(),
              () -> listeners.post(DRAIN, Runnable::run),
              () -> listeners.post(FINISH, Runnable::run));
      upload = running;
      start(running);
    }
    return running;
  }

  @Override
  public ClientRequest end() {
    return endWith(null, null);
  }

  @Override
  public ClientRequest end(Runnable callback) {
    return endWith(null, callback);
  }

  @Override
  public ClientRequest end(String chunk) {
    return endWith(chunk.getBytes(StandardCharsets.UTF_8), null);
  }

  @Override
  public ClientRequest end(String chunk, Charset encoding) {
    return endWith(chunk.getBytes(encoding), null);
  }

  @Override
  public ClientRequest end(String chunk, Charset encoding, Runnable callback) {
    return endWith(chunk.getBytes(encoding), callback);
  }

  @Override
  public ClientRequest end(byte[] chunk) {
    return endWith(chunk.clone(), null);
  }

  @Override
  public ClientRequest end(byte[] chunk, Runnable callback) {
    return endWith(chunk.clone(), callback);
  }

  @Override
  public ClientRequest end(ByteBuffer chunk) {
    return endWith(copy(chunk), null);
  }

  private ClientRequest endWith(byte @Nullable [] last, @Nullable Runnable callback) {
    ChunkedUpload streamed = null;
    synchronized (this) {
      if (life == Life.CLOSED) {
        return this;
      }
      if (writing == Writing.ENDED) {
        if (last != null) {
          throw new IllegalStateException("write after end");
        }
        return this;
      }
      if (callback != null) {
        listeners.add(FINISH, callback, true);
      }
      if (chunkedEncoding()) {
        streamed = startedUpload();
      } else {
        if (last != null) {
          gathered.writeBytes(last);
        }
        listeners.post(FINISH, Runnable::run);
        start(gatheredBody());
      }
      writing = Writing.ENDED;
    }
    if (streamed != null) {
      if (last != null) {
        streamed.write(last, null);
      }
      streamed.end();
    }
    return this;
  }

  private @Nullable RequestBody gatheredBody() {
    return gathered.size() == 0 ? null : new BytesBody(gathered.toByteArray());
  }

  // ---- Start and end

  private void start(@Nullable RequestBody body) {
    life = Life.STARTED;
    progress = UploadProgress.WAITING;
    NetworkRequest request;
    try {
      request = networkRequest(body);
      call = surroundings.context().start(request, new NetworkEvents(this));
    } catch (RejectedExecutionException e) {
      onFailed(new NetException(NetError.CONTEXT_SHUT_DOWN, "the Valence is closed", e));
    }
  }

  private NetworkRequest networkRequest(@Nullable RequestBody body) {
    Credentials credentials = options.credentials();
    Origin origin = options.origin() != null ? options.origin() : Initiator.of(headers);
    boolean allowed = credentials != Credentials.OMIT;
    boolean cookies = credentials == null ? options.useSessionCookies() : allowed;
    HeaderList sent = headers.copy();
    String language = surroundings.acceptLanguage();
    if (language != null && !sent.contains("accept-language")) {
      sent.add("Accept-Language", language);
    }
    Timeouts timeouts = options.timeouts();
    return NetworkRequest.builder(options.url())
        .method(options.method())
        .headers(sent)
        .body(body)
        .chunked(chunkedEncoding())
        .redirectMode(options.redirect())
        .useCookies(cookies)
        .useAuthentication(allowed)
        .credentialsOrigin(credentials == Credentials.SAME_ORIGIN ? options.origin() : null)
        .initiator(origin)
        .referrerPolicy(options.referrerPolicy())
        .cacheMode(options.cache())
        .priority(options.priority(), options.priorityIncremental())
        .timeouts(timeouts == null ? surroundings.timeouts() : timeouts)
        .bypassCustomProtocolHandlers(options.bypassCustomProtocolHandlers())
        .build();
  }

  @Override
  public void abort() {
    NetworkCall running;
    IncomingMessageImpl response;
    synchronized (this) {
      if (life == Life.CLOSED) {
        return;
      }
      close();
      running = call;
      response = message;
    }
    NetException reason = new NetException(NetError.ABORTED, "the request was aborted", null);
    if (running != null) {
      running.cancel(reason);
    }
    if (response != null) {
      response.cancel(reason);
    }
    surroundings
        .events()
        .execute(
            () -> {
              if (response != null) {
                response.emitAborted();
              }
              listeners.emit(ABORT, Runnable::run);
              listeners.emit(CLOSE, Runnable::run);
            });
  }

  private void close() {
    life = Life.CLOSED;
    progress = UploadProgress.INACTIVE;
  }

  /** Ends the life of the request, once. */
  private synchronized boolean closeOnce() {
    if (life == Life.CLOSED) {
      return false;
    }
    close();
    return true;
  }

  synchronized boolean isClosed() {
    return life == Life.CLOSED;
  }

  // ---- What the network says

  void onFailed(NetException error) {
    surroundings
        .events()
        .execute(
            () -> {
              if (closeOnce()) {
                if (!listeners.emit(ERROR, listener -> listener.accept(error))) {
                  LOG.warn("{} failed, and has no error listener: {}", this, error.toString());
                }
                listeners.emit(CLOSE, Runnable::run);
              }
            });
  }

  void onRedirect(RedirectStep step, RedirectDecision decision) {
    surroundings.events().execute(() -> ask(step, decision));
  }

  private void ask(RedirectStep step, RedirectDecision decision) {
    if (isClosed()) {
      decision.refuse(new NetException(NetError.ABORTED));
      return;
    }
    boolean follow;
    if (listeners.has(REDIRECT)) {
      consent = Consent.ASKED;
      listeners.emit(
          REDIRECT,
          listener ->
              listener.onRedirect(
                  step.response().status(),
                  step.method(),
                  step.url().href(),
                  NodeHeaders.lists(step.response().headers())));
      follow = consent == Consent.GIVEN;
      consent = Consent.NOT_ASKED;
    } else {
      follow = options.redirect() == RedirectMode.FOLLOW;
    }
    if (follow) {
      decision.follow();
    } else {
      decision.refuse(new NetException(NetError.ABORTED, "Redirect was cancelled", null));
    }
  }

  @Override
  public void followRedirect() {
    if (!surroundings.events().isCurrent() || consent == Consent.NOT_ASKED) {
      throw new IllegalStateException(
          "followRedirect() called, but was not waiting for a redirect");
    }
    consent = Consent.GIVEN;
  }

  /** Whether a listener will answer the challenge. */
  boolean onLogin(AuthChallenge challenge, LoginDecision decision) {
    if (!listeners.has(LOGIN)) {
      return false;
    }
    surroundings
        .events()
        .execute(
            () -> {
              LoginAnswer answer = new LoginAnswer(decision);
              if (isClosed()
                  || !listeners.emit(LOGIN, listener -> listener.onLogin(challenge, answer))) {
                decision.decline();
              }
            });
    return true;
  }

  void onResponse(IncomingMessageImpl response) {
    surroundings
        .events()
        .execute(
            () -> {
              synchronized (this) {
                if (life != Life.CLOSED) {
                  life = Life.RESPONDED;
                  message = response;
                }
              }
              if (isClosed()) {
                response.cancel(new NetException(NetError.ABORTED));
              } else if (!listeners.emit(RESPONSE, listener -> listener.accept(response))) {
                response.resume();
              }
            });
  }

  /** The response has emitted its last event. */
  void onResponseOver() {
    if (closeOnce()) {
      listeners.emit(CLOSE, Runnable::run);
    }
  }

  void onUploadProgress(long sent, long total) {
    long shown = Math.max(0, total);
    UploadProgress reached = new UploadProgress(true, true, sent, shown);
    surroundings
        .events()
        .execute(
            () -> {
              synchronized (this) {
                if (life == Life.CLOSED) {
                  return;
                }
                progress = reached;
              }
              listeners.emit(UPLOAD_PROGRESS, listener -> listener.onUploadProgress(sent, shown));
            });
  }

  @Override
  public synchronized UploadProgress getUploadProgress() {
    return progress;
  }

  // ---- Listeners

  @Override
  public <L> ClientRequest on(EventType<L> type, L listener) {
    listeners.add(type, listener, false);
    return this;
  }

  @Override
  public <L> ClientRequest once(EventType<L> type, L listener) {
    listeners.add(type, listener, true);
    return this;
  }

  @Override
  public <L> ClientRequest off(EventType<L> type, L listener) {
    listeners.remove(type, Objects.requireNonNull(listener, "listener"));
    return this;
  }

  @Override
  public ClientRequest removeAllListeners(EventType<?> type) {
    listeners.removeAll(type);
    return this;
  }

  @Override
  public ClientRequest removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(EventType<?> type) {
    return listeners.count(type);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public String toString() {
    return "ClientRequest[" + options.method() + " " + options.url().withoutCredentials() + "]";
  }
}
