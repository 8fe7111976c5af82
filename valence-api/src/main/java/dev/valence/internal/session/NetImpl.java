package dev.valence.internal.session;

import dev.valence.Net;
import dev.valence.Session;
import dev.valence.SessionOptions;
import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.internal.request.ClientRequestImpl;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedHost;
import dev.valence.request.ClientRequest;
import dev.valence.request.RequestOptions;
import java.util.concurrent.CompletableFuture;

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
    Session given = options.session();
    SessionImpl session =
        given != null
            ? sessions.own(given)
            : sessions.session(options.partition(), SessionOptions.defaults());
    return new ClientRequestImpl(session.surroundings(), options);
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
