package dev.valence.net;

import dev.valence.net.http.HeaderList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;

/** Two observers of one request. */
record ObserverPair(RequestObserver first, RequestObserver second) implements RequestObserver {
  @Override
  public void onHop(String method, Url url) {
    first.onHop(method, url);
    second.onHop(method, url);
  }

  @Override
  public void onProxyFailed(ProxyServer proxy, NetException error) {
    first.onProxyFailed(proxy, error);
    second.onProxyFailed(proxy, error);
  }

  @Override
  public void onConnection(ConnectionFacts connection) {
    first.onConnection(connection);
    second.onConnection(connection);
  }

  @Override
  public void onRequestHead(String line, HeaderList fields) {
    first.onRequestHead(line, fields);
    second.onRequestHead(line, fields);
  }

  @Override
  public void onUpload(ByteBuf piece) {
    first.onUpload(piece);
    second.onUpload(piece);
  }

  @Override
  public void onRequestSent() {
    first.onRequestSent();
    second.onRequestSent();
  }

  @Override
  public void onResponseHead(ResponseHead head) {
    first.onResponseHead(head);
    second.onResponseHead(head);
  }

  @Override
  public void onConfirmed(ResponseHead stored) {
    first.onConfirmed(stored);
    second.onConfirmed(stored);
  }

  @Override
  public void onEncodedBytes(int bytes) {
    first.onEncodedBytes(bytes);
    second.onEncodedBytes(bytes);
  }

  @Override
  public void onContent(ByteBuf chunk) {
    first.onContent(chunk);
    second.onContent(chunk);
  }

  @Override
  public void onRedirect(Url to) {
    first.onRedirect(to);
    second.onRedirect(to);
  }

  @Override
  public void onComplete() {
    first.onComplete();
    second.onComplete();
  }

  @Override
  public void onFailed(NetException error) {
    first.onFailed(error);
    second.onFailed(error);
  }
}
