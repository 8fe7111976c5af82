package dev.valence.net.internal.road;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RequestBody;
import dev.valence.net.RequestObserver;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RedirectDecision.Next;
import dev.valence.net.http.ReferrerPolicy;
import dev.valence.net.http.ReferrerRules;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request on the road: where it is, and what it carries. Confined to the network thread, but
 * for {@link #cancel}.
 */
final class Transaction implements RoadCall, Runnable {
  private enum State {
    UNDER_WAY,
    DELIVERED,
    OVER
  }

  private final Road road;
  private final NetworkRequest request;
  private final NetworkDelegate delegate;
  private final List<Stage> stages;
  private final NetLogWithSource log;
  private final @Nullable RequestObserver observer;
  private State state = State.UNDER_WAY;
  private int position = -1;

  private Url url;
  private String method;
  private @Nullable RequestBody body;
  private HeaderList givenHeaders;
  private ReferrerPolicy referrerPolicy;
  private @Nullable List<Url> redirectedFrom;

  private @Nullable Url internalRedirect;
  private boolean fromHandler;
  private HeaderList hopHeaders;
  private boolean certificateError;
  private @Nullable RouteWalk route;
  private @Nullable Pending pending;
  private @Nullable ConnectionLogin login;
  private @Nullable Intercepted intercepted;
  private @Nullable Object @Nullable [] memories;
  private @Nullable ResponseHead networkHead;
  private @Nullable ResponseHead responseHead;
  private @Nullable BodyStream responseBody;

  Transaction(Road road, NetworkRequest request, NetworkDelegate delegate) {
    this.road = road;
    this.request = request;
    this.delegate = delegate;
    this.stages = road.stages();
    this.log = road.netLog().newSource(NetLogSourceType.URL_REQUEST);
    this.observer = road.observer(request);
    this.url = request.url();
    this.method = request.method();
    this.body = request.body();
    this.givenHeaders = request.headers();
    this.hopHeaders = givenHeaders;
    this.referrerPolicy = request.referrerPolicy();
  }

  /** The first step, on the network thread. */
  @Override
  public void run() {
    if (isObserved()) {
      TransactionLog.began(log, observer, request);
    }
    String referer = givenHeaders.get("referer");
    if (referer != null && ReferrerRules.violates(referrerPolicy, referer, url)) {
      fail(
          new NetException(
              NetError.BLOCKED_BY_CLIENT,
              "the Referer header says more than the referrer policy "
                  + referrerPolicy.orDefault().wireName()
                  + " allows; set referrerPolicy to unsafe-url to send it",
              null));
      return;
    }
    proceed();
  }

  /** Goes on to the next stage on the way out. */
  void proceed() {
    if (state != State.UNDER_WAY) {
      return;
    }
    if (road.isShutDown()) {
      fail(new NetException(NetError.CONTEXT_SHUT_DOWN));
      return;
    }
    stages.get(++position).send(this);
  }

  /** A response has come for this hop: the way back begins. */
  void respond(ResponseHead head, BodyStream stream) {
    if (state != State.UNDER_WAY) {
      stream.cancel();
      return;
    }
    networkHead = head;
    responseHead = head;
    responseBody = isObserved() ? TransactionLog.responded(log, observer, head, stream) : stream;
    giveBack();
  }

  /** Another head takes the place of the response's, for the stages above too. */
  void replaceHead(ResponseHead head) {
    if (networkHead == responseHead) {
      networkHead = head;
    }
    responseHead = head;
  }

  /** A handler of the program answers this hop. */
  void respondFromHandler(ResponseHead head, BodyStream stream) {
    fromHandler = true;
    position++;
    respond(head, stream);
  }

  /** Whether a handler or an interceptor of the program has answered this hop. */
  boolean isFromHandler() {
    return fromHandler;
  }

  /** A stored response answers this hop; what came from the network, if anything did, is read. */
  void respondFromCache(ResponseHead head, BodyStream stream) {
    if (state != State.UNDER_WAY) {
      stream.cancel();
      return;
    }
    responseHead = head;
    if (networkHead != null && observer != null) {
      observer.onConfirmed(head);
    }
    // What the server said has been told already.
    boolean tell = networkHead == null && isObserved();
    responseBody = tell ? TransactionLog.responded(log, observer, head, stream) : stream;
    giveBack();
  }

  /**
   * Goes on to the next stage on the way back; after the first stage the delegate gets the
   * response.
   */
  void giveBack() {
    if (state != State.UNDER_WAY) {
      return;
    }
    if (--position >= 0) {
      stages.get(position).receive(this);
    } else {
      state = State.DELIVERED;
      if (isObserved()) {
        responseBody = TransactionLog.delivered(log, observer, body());
      }
      if (intercepted != null) {
        responseBody = intercepted.delivered(body());
      }
      delegate.onResponse(head(), hopUrls(), body());
    }
  }

  /** Ends the request without a response. */
  void fail(NetException error) {
    fail(error, false);
  }

  private void fail(NetException error, boolean cancelled) {
    if (state != State.UNDER_WAY) {
      return;
    }
    state = State.OVER;
    dropResponse();
    if (isObserved()) {
      TransactionLog.failed(log, observer, error);
    }
    if (login != null) {
      login.release();
    }
    if (intercepted != null) {
      intercepted.failed(error);
    }
    delegate.onFailed(error);
    tellOfFailure(cancelled);
  }

  private void tellOfFailure(boolean cancelled) {
    Object[] all = memories;
    if (all != null) {
      for (Object memory : all) {
        if (memory instanceof FailureWatch watch) {
          watch.onFailed(cancelled);
        }
      }
    }
  }

  @Override
  public void cancel(NetException reason) {
    EventLoop loop = road.loop();
    if (loop.inEventLoop()) {
      cancelNow(reason);
    } else {
      try {
        loop.execute(() -> cancelNow(reason));
      } catch (RejectedExecutionException ended) {
        // The network has ended, and this request with it.
        return;
      }
    }
  }

  private void cancelNow(NetException reason) {
    Pending running = pending;
    if (state == State.DELIVERED) {
      state = State.OVER;
      if (running != null) {
        running.cancel(reason);
      }
    } else if (state == State.UNDER_WAY) {
      fail(reason, true);
      if (running != null) {
        running.cancel(reason);
      }
    }
  }

  /**
   * This hop needs no server to be sent elsewhere: it goes back to the stage of redirects, and to
   * the others in between it has failed.
   */
  void redirectInternally(Url to, String reason) {
    if (state != State.UNDER_WAY) {
      return;
    }
    internalRedirect = to;
    tellOfFailure(false);
    memories = null;
    position = Road.AFTER_REDIRECTS;
    respond(InternalRedirect.head(to, reason), InternalRedirect.noBody());
  }

  /** Where the internal redirect of this hop leads; null where there is none. */
  @Nullable Url internalRedirect() {
    return internalRedirect;
  }

  /**
   * Sends this hop out again from the current stage on, which has a better request now. The
   * response is dropped.
   */
  void repeat() {
    if (state == State.UNDER_WAY) {
      if (observer != null && responseHead != null) {
        observer.onHop(method, url);
      }
      dropResponse();
      pending = null;
      networkHead = null;
      stages.get(position).send(this);
    }
  }

  /** As {@link #repeat}, from an earlier stage on, also where there was no response. */
  void repeatFrom(int stage) {
    if (state == State.UNDER_WAY) {
      dropResponse();
      pending = null;
      position = stage;
      stages.get(position).send(this);
    }
  }

  /** Which stage has the word. */
  int position() {
    return position;
  }

  /** What logins need of this hop's connection; made when first asked for. */
  ConnectionLogin login() {
    ConnectionLogin known = login;
    if (known == null) {
      known = new ConnectionLogin();
      login = known;
    }
    return known;
  }

  /** As {@link #login}; null where no login has needed anything. */
  @Nullable ConnectionLogin loginOrNull() {
    return login;
  }

  /** Starts the next hop. The response of this hop is dropped. */
  void redirect(Next next) {
    if (state != State.UNDER_WAY) {
      return;
    }
    referrerPolicy = ReferrerRules.afterRedirect(referrerPolicy, head().headers());
    BodyDrain.start(body(), loop(), whole -> {});
    responseBody = null;
    if (redirectedFrom == null) {
      redirectedFrom = new ArrayList<>(2);
    }
    redirectedFrom.add(url);
    givenHeaders = next.headers(givenHeaders);
    if (next.dropsBody()) {
      body = null;
    }
    url = next.url();
    method = next.method();
    if (isObserved()) {
      TransactionLog.redirected(log, observer, request, method, url);
    }
    pending = null;
    memories = null;
    route = null;
    internalRedirect = null;
    fromHandler = false;
    networkHead = null;
    position = -1;
    proceed();
  }

  private void dropResponse() {
    BodyStream unread = responseBody;
    responseBody = null;
    if (unread != null) {
      unread.cancel();
    }
  }

  EventLoop loop() {
    return road.loop();
  }

  boolean isUnderWay() {
    return state == State.UNDER_WAY;
  }

  NetworkRequest request() {
    return request;
  }

  NetworkDelegate delegate() {
    return delegate;
  }

  Url url() {
    return url;
  }

  String method() {
    return method;
  }

  /** Whether it is the handshake of a WebSocket: no redirect is followed, nothing is cached. */
  boolean isWebSocket() {
    return url.scheme().equals("ws") || url.scheme().equals("wss");
  }

  @Nullable RequestBody requestBody() {
    return body;
  }

  /** Replaces the body by the same in another form. */
  void requestBody(@Nullable RequestBody same) {
    body = same;
  }

  ReferrerPolicy referrerPolicy() {
    return referrerPolicy;
  }

  /** What the asker set, less what redirects took away. Not to be changed. */
  HeaderList givenHeaders() {
    return givenHeaders;
  }

  /** The fields of this hop as they go on the wire. */
  HeaderList hopHeaders() {
    return hopHeaders;
  }

  void hopHeaders(HeaderList headers) {
    hopHeaders = headers;
  }

  /** Whether this hop's server has a certificate with errors, which a judge accepted. */
  boolean certificateError() {
    return certificateError;
  }

  void certificateError(boolean hasErrors) {
    certificateError = hasErrors;
  }

  /** The proxies of this hop; null where none are on the way, or none were looked for yet. */
  @Nullable RouteWalk route() {
    return route;
  }

  void route(RouteWalk proxies) {
    route = proxies;
  }

  /** The proxy of this hop, as far as it is known. */
  ProxyServer proxy() {
    RouteWalk walk = route;
    return walk == null ? ProxyServer.DIRECT : walk.current();
  }

  /** Whether this hop may log in at servers (Fetch's credentials mode). */
  boolean mayLogIn() {
    Origin only = request.credentialsOrigin();
    return request.useAuthentication() && (only == null || only.equals(url.origin()));
  }

  int redirects() {
    return redirectedFrom == null ? 0 : redirectedFrom.size();
  }

  /** What the request waits for from now on; it hears when the request is given up. */
  void waitFor(Pending next) {
    pending = next;
  }

  /** What the request waits for; null where it waits for nothing. */
  @Nullable Pending pending() {
    return pending;
  }

  /** What the current stage keeps with this request until it is over or redirected. */
  void remember(Object memory) {
    Object[] all = memories;
    if (all == null) {
      all = new Object[stages.size()];
      memories = all;
    }
    all[position] = memory;
  }

  /** What the current stage has kept with this request; null for nothing. */
  <T> @Nullable T recall(Class<T> type) {
    Object[] all = memories;
    return all == null ? null : type.cast(all[position]);
  }

  /** Who watches the request and may change it; null for nobody. */
  @Nullable Intercepted intercepted() {
    return intercepted;
  }

  void intercepted(@Nullable Intercepted now) {
    intercepted = now;
  }

  /** What is told of this request. */
  @Override
  public NetLogWithSource log() {
    return log;
  }

  /** Who sees it; null for nobody. */
  @Nullable RequestObserver observer() {
    return observer;
  }

  /** Whether anybody sees it, or the net log is listened to. */
  boolean isObserved() {
    return observer != null || log.isCapturing();
  }

  /** The response's head. Only on the way back. */
  ResponseHead head() {
    ResponseHead head = responseHead;
    if (head == null) {
      throw new IllegalStateException("no response yet");
    }
    return head;
  }

  /**
   * The head that the server sent for this hop, a 304 too; null where the cache answered alone.
   * Cookies and policies are taken from this one: a stored response sets nothing again.
   */
  @Nullable ResponseHead networkHead() {
    return networkHead;
  }

  /** Starts another request of the same session, which outlives this one. */
  void spawn(NetworkRequest other, NetworkDelegate hearer) {
    road.start(other, hearer);
  }

  /** The response's body. Only on the way back. */
  BodyStream body() {
    BodyStream stream = responseBody;
    if (stream == null) {
      throw new IllegalStateException("no response yet");
    }
    return stream;
  }

  void body(BodyStream replacement) {
    responseBody = replacement;
  }

  /** Every URL so far, in order and without credentials; this hop's is the last. */
  List<Url> hopUrls() {
    List<Url> before = redirectedFrom;
    if (before == null) {
      return List.of(url.withoutCredentials());
    }
    List<Url> urls = new ArrayList<>(before.size() + 1);
    for (Url one : before) {
      urls.add(one.withoutCredentials());
    }
    urls.add(url.withoutCredentials());
    return urls;
  }
}
