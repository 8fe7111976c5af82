package dev.valence.internal.interception;

import dev.valence.event.dispatch.EventThread;
import dev.valence.interception.Interceptor;
import dev.valence.interception.Interceptors;
import dev.valence.interception.MessageDetails;
import dev.valence.interception.TrafficObserver;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkRequest;
import dev.valence.net.http.ResourceType;
import dev.valence.net.interception.InterceptedRequest;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketSettings;
import dev.valence.net.websocket.WebSocketTransport;
import dev.valence.webrequest.WebRequestFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The interceptors and observers of a session. Any thread; asked on the network thread. */
public final class InterceptorsImpl implements Interceptors {
  private final EventThread events;
  private final Runnable changed;
  private volatile List<Interceptor> interceptors = List.of();
  private volatile List<ObservationImpl> observations = List.of();
  private final Set<InterceptedSocket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * None.
   *
   * @param changed called after each change
   */
  public InterceptorsImpl(EventThread events, Runnable changed) {
    this.events = events;
    this.changed = changed;
  }

  void remember(InterceptedSocket socket) {
    sockets.add(socket);
  }

  void forget(InterceptedSocket socket) {
    sockets.remove(socket);
  }

  /** The session ends: WebSockets that wait for an answer, even about their end, wait no more. */
  public void close() {
    NetException ended =
        new NetException(NetError.CONTEXT_SHUT_DOWN, "the session has ended", null);
    List.copyOf(sockets).forEach(socket -> socket.fail(ended));
  }

  /** Whether somebody wants to know of requests. */
  public boolean watchRequests() {
    return !observations.isEmpty()
        || interceptors.stream().anyMatch(one -> one.request() != null || one.response() != null);
  }

  /** Whether somebody wants to know of this request. */
  public boolean mayWatch(NetworkRequest request) {
    return observations.stream().anyMatch(one -> one.wants(request.url(), request.resourceType()))
        || !wanting(
                request.url(),
                request.resourceType(),
                one -> one.request() != null || one.response() != null)
            .isEmpty();
  }

  /** Whether somebody wants the messages of a WebSocket that goes to this URL. */
  public boolean watchMessages(Url url) {
    return !ofMessages(url).isEmpty()
        || !ofWebSockets(url).isEmpty()
        || observations.stream().anyMatch(one -> one.wants(url, ResourceType.WEB_SOCKET));
  }

  /** A WebSocket whose messages somebody wants. */
  public WebSocketTransport openWebSocket(
      NetworkContext context,
      Executor workers,
      NetworkRequest request,
      List<String> protocols,
      WebSocketSettings settings,
      WebSocketListener listener) {
    return InterceptedSocket.open(
        new InterceptedSocket.Surroundings(this, events, workers, context),
        request,
        protocols,
        settings,
        listener);
  }

  @Override
  public void add(Interceptor interceptor) {
    synchronized (this) {
      insert(interceptors.size(), interceptor);
    }
    changed.run();
  }

  @Override
  public void add(int index, Interceptor interceptor) {
    synchronized (this) {
      insert(index, interceptor);
    }
    changed.run();
  }

  private void insert(int index, Interceptor interceptor) {
    Objects.requireNonNull(interceptor, "interceptor");
    if (interceptors.contains(interceptor)) {
      throw new IllegalArgumentException("the session has this interceptor already");
    }
    List<Interceptor> longer = new ArrayList<>(interceptors);
    longer.add(index, interceptor);
    interceptors = List.copyOf(longer);
  }

  @Override
  public boolean remove(Interceptor interceptor) {
    boolean removed;
    synchronized (this) {
      List<Interceptor> shorter = new ArrayList<>(interceptors);
      removed = shorter.remove(interceptor);
      interceptors = List.copyOf(shorter);
    }
    changed.run();
    return removed;
  }

  @Override
  public void clear() {
    interceptors = List.of();
    changed.run();
  }

  @Override
  public List<Interceptor> list() {
    return interceptors;
  }

  @Override
  public Observation observe(WebRequestFilter filter, TrafficObserver observer) {
    ObservationImpl observation =
        new ObservationImpl(
            events,
            Objects.requireNonNull(filter, "filter"),
            Objects.requireNonNull(observer, "observer"),
            this::remove);
    synchronized (this) {
      List<ObservationImpl> longer = new ArrayList<>(observations);
      longer.add(observation);
      observations = List.copyOf(longer);
    }
    changed.run();
    return observation;
  }

  private void remove(ObservationImpl observation) {
    synchronized (this) {
      List<ObservationImpl> shorter = new ArrayList<>(observations);
      shorter.remove(observation);
      observations = List.copyOf(shorter);
    }
    changed.run();
  }

  /** Those that want to be asked about the request, in order. */
  public List<Interceptor> ofRequest(InterceptedRequest request) {
    return wanting(request, interceptor -> interceptor.request() != null);
  }

  /** Those that want to be asked about its response, in order. */
  public List<Interceptor> ofResponse(InterceptedRequest request) {
    return wanting(request, interceptor -> interceptor.response() != null);
  }

  /** Those that want to be asked about the messages of a WebSocket, in order; the caller's. */
  List<Interceptor> ofMessages(Url url) {
    return wanting(url, ResourceType.WEB_SOCKET, interceptor -> interceptor.message() != null);
  }

  /** Those that want to hear of a WebSocket, in order. */
  List<Interceptor> ofWebSockets(Url url) {
    return wanting(url, ResourceType.WEB_SOCKET, interceptor -> interceptor.webSocket() != null);
  }

  private List<Interceptor> wanting(InterceptedRequest request, Predicate<Interceptor> asks) {
    return wanting(request.url(), request.request().resourceType(), asks);
  }

  private List<Interceptor> wanting(Url url, ResourceType type, Predicate<Interceptor> asks) {
    List<Interceptor> present = interceptors;
    if (present.isEmpty()) {
      return present;
    }
    List<Interceptor> wanting = new ArrayList<>(present.size());
    for (Interceptor one : present) {
      if (asks.test(one) && one.filter().matches(url, type)) {
        wanting.add(one);
      }
    }
    return wanting;
  }

  /** Whether somebody observes. */
  public boolean hasObservers() {
    return !observations.isEmpty();
  }

  /**
   * Tells the observers.
   *
   * @param news made only if somebody wants it
   */
  public <D> void tell(
      InterceptedRequest request, Supplier<D> news, BiConsumer<TrafficObserver, D> call) {
    tell(request.url(), request.request().resourceType(), news, call);
  }

  /** Tells the observers of a message. */
  void tell(Url url, Supplier<MessageDetails> news) {
    tell(url, ResourceType.WEB_SOCKET, news, TrafficObserver::onMessage);
  }

  private <D> void tell(
      Url url, ResourceType type, Supplier<D> news, BiConsumer<TrafficObserver, D> call) {
    List<ObservationImpl> present = observations;
    D made = null;
    for (ObservationImpl one : present) {
      if (one.wants(url, type)) {
        if (made == null) {
          made = news.get();
        }
        one.tell(made, call);
      }
    }
  }
}
