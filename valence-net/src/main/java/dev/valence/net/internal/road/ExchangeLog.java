package dev.valence.net.internal.road;

import dev.valence.net.HttpVersion;
import dev.valence.net.RequestObserver;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.netlog.SocketRecord;
import dev.valence.net.internal.pool.PoolKey;

/** What the net log and an observer hear of one exchange. Called only while one of them listens. */
final class ExchangeLog {
  private ExchangeLog() {}

  static void connected(
      Transaction transaction,
      HttpConnection connection,
      SocketRecord socket,
      PoolKey key,
      boolean reused) {
    NetLogWithSource log = transaction.log();
    if (log.isCapturing()) {
      if (reused) {
        log.event(NetLogEventType.SOCKET_POOL_REUSED_AN_EXISTING_SOCKET);
      }
      log.bind(NetLogEventType.SOCKET_POOL_BOUND_TO_SOCKET, socket.log());
      NetLogWithSource session = socket.session();
      if (session != null) {
        log.bind(
            reused
                ? NetLogEventType.HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION
                : NetLogEventType.HTTP2_SESSION_POOL_IMPORTED_SESSION_FROM_SOCKET,
            session);
      }
      log.end(NetLogEventType.SOCKET_POOL);
      log.event(
          NetLogEventType.HTTP_STREAM_REQUEST_PROTO,
          fields -> fields.put("proto", alpn(connection.version())));
      log.end(NetLogEventType.HTTP_STREAM_REQUEST);
      log.begin(NetLogEventType.HTTP_TRANSACTION_SEND_REQUEST);
    }
    RequestObserver observer = transaction.observer();
    if (observer != null) {
      observer.onConnection(socket.facts(connection.version(), key.proxy(), key.secure(), reused));
    }
  }

  /** The name of a protocol in ALPN. */
  private static String alpn(HttpVersion version) {
    return version == HttpVersion.HTTP_2 ? "h2" : "http/1.1";
  }

  static void headSent(Transaction transaction, String line, HeaderList fields) {
    NetLogWithSource log = transaction.log();
    if (log.isCapturing()) {
      boolean http2 = fields.size() > 0 && fields.name(0).startsWith(":");
      log.event(
          http2
              ? NetLogEventType.HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS
              : NetLogEventType.HTTP_TRANSACTION_SEND_REQUEST_HEADERS,
          parameters -> {
            if (!http2) {
              parameters.put("line", line + "\r\n");
            }
            parameters.headers("headers", "", fields);
          });
    }
    RequestObserver observer = transaction.observer();
    if (observer != null) {
      observer.onRequestHead(line, fields);
    }
  }

  static void sent(Transaction transaction) {
    NetLogWithSource log = transaction.log();
    if (log.isCapturing()) {
      log.end(NetLogEventType.HTTP_TRANSACTION_SEND_REQUEST);
      log.begin(NetLogEventType.HTTP_TRANSACTION_READ_HEADERS);
    }
    RequestObserver observer = transaction.observer();
    if (observer != null) {
      observer.onRequestSent();
    }
  }

  static void headReceived(Transaction transaction, ResponseHead head) {
    NetLogWithSource log = transaction.log();
    log.event(
        NetLogEventType.HTTP_TRANSACTION_READ_RESPONSE_HEADERS,
        fields -> fields.headers("headers", statusLine(head), head.headers()));
    log.end(NetLogEventType.HTTP_TRANSACTION_READ_HEADERS);
  }

  private static String statusLine(ResponseHead head) {
    String version = head.version() == HttpVersion.HTTP_2 ? "HTTP/2" : "HTTP/" + head.version();
    return (version + " " + head.status() + " " + head.reason()).strip();
  }
}
