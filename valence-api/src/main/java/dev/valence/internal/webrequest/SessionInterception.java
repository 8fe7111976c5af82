package dev.valence.internal.webrequest;

import dev.valence.event.dispatch.EventThread;
import dev.valence.internal.async.Workers;
import dev.valence.internal.fetch.BlobRegistry;
import dev.valence.internal.interception.InterceptorsImpl;
import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkRequest;
import dev.valence.net.interception.InterceptedRequest;
import dev.valence.net.interception.Interception;
import dev.valence.net.interception.InterceptionSource;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketOpener;
import dev.valence.net.websocket.WebSocketSettings;
import dev.valence.net.websocket.WebSocketTransport;
import dev.valence.webrequest.WebRequest;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everything that watches the requests of one session. The network asks it only while there is
 * somebody.
 */
public final class SessionInterception implements InterceptionSource, WebSocketOpener {
  private static final AtomicLong IDS = new AtomicLong();

  private final NetworkContext context;
  private final EventThread events;
  private final Workers workers;
  private final BlobRegistry blobs = new BlobRegistry();
  private final WebRequestImpl webRequest = new WebRequestImpl(this::changed);
  private final InterceptorsImpl interceptors;

  public SessionInterception(NetworkContext context, EventThread events, Workers workers) {
    this.context = context;
    this.events = events;
    this.workers = workers;
    this.interceptors = new InterceptorsImpl(events, this::changed);
  }

  /** Two changes at a time end with the state that is there after both. */
  private synchronized void changed() {
    boolean anybody = webRequest.hasListener() || interceptors.watchRequests();
    context.intercept(anybody ? this : null);
  }

  public WebRequest webRequest() {
    return webRequest;
  }

  public InterceptorsImpl interceptors() {
    return interceptors;
  }

  /** The blobs that requests carry. */
  public BlobRegistry blobs() {
    return blobs;
  }

  @Override
  public Interception open(InterceptedRequest request) {
    return new RequestWatch(this, webRequest, request, IDS.incrementAndGet());
  }

  @Override
  public boolean mayWatch(NetworkRequest request) {
    return webRequest.mayWatch(request) || interceptors.mayWatch(request);
  }

  @Override
  public WebSocketTransport openWebSocket(
      NetworkRequest request,
      List<String> protocols,
      WebSocketSettings settings,
      WebSocketListener listener) {
    return interceptors.watchMessages(request.url())
        ? interceptors.openWebSocket(context, workers, request, protocols, settings, listener)
        : context.openWebSocket(request, protocols, settings, listener);
  }

  EventThread events() {
    return events;
  }

  Workers workers() {
    return workers;
  }

  EventLoop loop() {
    return context.loop();
  }
}
