package dev.valence.internal.session;

import dev.valence.Net;
import dev.valence.Session;
import dev.valence.SessionOptions;
import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.internal.request.ClientRequestImpl;
import dev.valence.internal.websocket.WebSocketImpl;
import dev.valence.internal.websocket.WebSocketStreamImpl;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedHost;
import dev.valence.request.ClientRequest;
import dev.valence.request.RequestOptions;
import dev.valence.websocket.WebSocket;
import dev.valence.websocket.WebSocketOptions;
import dev.valence.websocket.WebSocketStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link Net}: hands on to sessions. */
public final class NetImpl implements Net {
  private final SessionsImpl sessions;
  private final OnlineState online;

  public NetImpl(Engine engine, SessionsImpl sessions) {
    this.sessions = sessions;
    this.online = new OnlineState(engine.workers());
  }

  @Override
  public ClientRequest request(String url) {
    return request(RequestOptions.of(url));
  }

  @Override
  public ClientRequest request(RequestOptions options) {
    SessionImpl session = sessionOf(options.session(), options.partition());
    return new ClientRequestImpl(session.surroundings(), options);
  }

  private SessionImpl sessionOf(@Nullable Session given, String partition) {
    return given != null
        ? sessions.own(given)
        : sessions.session(partition, SessionOptions.defaults());
  }

  @Override
  public WebSocket webSocket(String url) {
    return webSocket(url, WebSocketOptions.defaults());
  }

  @Override
  public WebSocket webSocket(String url, String protocol) {
    return webSocket(url, List.of(protocol));
  }

  @Override
  public WebSocket webSocket(String url, List<String> protocols) {
    return webSocket(url, WebSocketOptions.ofProtocols(protocols));
  }

  @Override
  public WebSocket webSocket(String url, WebSocketOptions options) {
    SessionImpl session = sessionOf(options.session(), options.partition());
    return WebSocketImpl.open(session.surroundings(), url, options);
  }

  @Override
  public CompletableFuture<WebSocketStream> webSocketStream(String url, WebSocketOptions options) {
    SessionImpl session = sessionOf(options.session(), options.partition());
    return WebSocketStreamImpl.open(session.surroundings(), url, options);
  }

  @Override
  public CompletableFuture<Response> fetch(String url) {
    return sessions.defaultSession().fetch(url);
  }

  @Override
  public CompletableFuture<Response> fetch(String url, RequestInit init) {
    return sessions.defaultSession().fetch(url, init);
  }

  @Override
  public CompletableFuture<Response> fetch(Request request) {
    return sessions.defaultSession().fetch(request);
  }

  @Override
  public CompletableFuture<Response> fetch(Request request, RequestInit init) {
    return sessions.defaultSession().fetch(request, init);
  }

  @Override
  public CompletableFuture<ResolvedHost> resolveHost(String host) {
    return sessions.defaultSession().resolveHost(host);
  }

  @Override
  public CompletableFuture<ResolvedHost> resolveHost(String host, ResolveHostOptions options) {
    return sessions.defaultSession().resolveHost(host, options);
  }

  @Override
  public boolean isOnline() {
    return online.isOnline();
  }
}
