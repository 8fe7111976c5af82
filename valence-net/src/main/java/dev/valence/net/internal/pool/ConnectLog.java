package dev.valence.net.internal.pool;

import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.netlog.NetLogWithSource;

/** What the net log hears of the making of one connection: whose job it is, and its parts. */
final class ConnectLog {
  private final NetLogWithSource source;
  private final PoolKey key;

  ConnectLog(NetLog log, PoolKey key) {
    this.source = log.newSource(type(key));
    this.key = key;
  }

  private static NetLogSourceType type(PoolKey key) {
    if (key.proxy().scheme().isSocks()) {
      return NetLogSourceType.SOCKS_CONNECT_JOB;
    }
    if (!key.proxy().isDirect()) {
      return NetLogSourceType.HTTP_PROXY_CONNECT_JOB;
    }
    return key.secure() ? NetLogSourceType.SSL_CONNECT_JOB : NetLogSourceType.TRANSPORT_CONNECT_JOB;
  }

  private NetLogEventType proxyEvent() {
    return key.proxy().scheme().isSocks()
        ? NetLogEventType.SOCKS_CONNECT_JOB_CONNECT
        : NetLogEventType.HTTP_PROXY_CONNECT_JOB_CONNECT;
  }

  NetLogWithSource source() {
    return source;
  }

  void begin() {
    if (source.isCapturing()) {
      source.begin(NetLogEventType.CONNECT_JOB, fields -> fields.put("group_id", key.toString()));
      if (!key.proxy().isDirect()) {
        source.begin(proxyEvent());
      }
    }
  }

  void lookUpBegins() {
    if (source.isCapturing()) {
      source.begin(
          NetLogEventType.HOST_RESOLVER_MANAGER_REQUEST,
          fields -> fields.put("host", key.firstHost() + ":" + key.firstPort()));
    }
  }

  void lookUpEnds() {
    source.end(NetLogEventType.HOST_RESOLVER_MANAGER_REQUEST);
  }

  void lookUpFailed(NetException error) {
    source.endWithError(NetLogEventType.HOST_RESOLVER_MANAGER_REQUEST, error);
  }

  /** An HTTP/2 connection of another host serves this one. */
  void shared() {
    if (source.isCapturing()) {
      source.event(NetLogEventType.HTTP_STREAM_JOB_HTTP2_SESSION_AVAILABLE);
      source.end(NetLogEventType.CONNECT_JOB);
    }
  }

  void connected() {
    if (!key.proxy().isDirect()) {
      source.end(proxyEvent());
    }
    source.end(NetLogEventType.CONNECT_JOB);
  }

  void failed(NetException error) {
    if (!key.proxy().isDirect()) {
      source.endWithError(proxyEvent(), error);
    }
    source.endWithError(NetLogEventType.CONNECT_JOB, error);
  }

  void cancelled() {
    if (source.isCapturing()) {
      source.event(NetLogEventType.CANCELLED);
      if (!key.proxy().isDirect()) {
        source.end(proxyEvent());
      }
      source.end(NetLogEventType.CONNECT_JOB);
    }
  }
}
