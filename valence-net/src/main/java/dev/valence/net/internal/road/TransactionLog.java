package dev.valence.net.internal.road;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RequestObserver;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.CacheMode;
import dev.valence.net.internal.exchange.UpgradedBody;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What the net log and an observer hear of a request as a whole. Called only while one of them
 * listens.
 */
final class TransactionLog {
  private TransactionLog() {}

  static void began(
      NetLogWithSource log, @Nullable RequestObserver observer, NetworkRequest request) {
    if (log.isCapturing()) {
      log.begin(
          NetLogEventType.REQUEST_ALIVE,
          fields -> fields.put("priority", request.priority().name()).put("url", request.url()));
    }
    hopBegan(log, observer, request, request.method(), request.url());
  }

  private static void hopBegan(
      NetLogWithSource log,
      @Nullable RequestObserver observer,
      NetworkRequest request,
      String method,
      Url url) {
    if (log.isCapturing()) {
      log.begin(
          NetLogEventType.URL_REQUEST_START_JOB,
          fields -> {
            fields.put("url", url).put("method", method).put("load_flags", loadFlags(request));
            fields.put("priority", request.priority().name());
            fields.put("request_type", "other");
            fields.put(
                "initiator",
                request.initiator() == null ? "not an origin" : request.initiator().toString());
            if (request.siteForCookies() != null) {
              fields.put("site_for_cookies", request.siteForCookies().toString());
            }
            fields.put("has_upload", request.body() != null);
          });
    }
    if (observer != null) {
      observer.onHop(method, url);
    }
  }

  /** A head has come; the stream to go on with. */
  static BodyStream responded(
      NetLogWithSource log,
      @Nullable RequestObserver observer,
      ResponseHead head,
      BodyStream stream) {
    if (observer != null) {
      observer.onResponseHead(head);
    }
    return (observer == null && !log.isCapturingBytes()) || stream instanceof UpgradedBody
        ? stream
        : new ObservedBody(stream, new Encoded(log, observer));
  }

  /** The response goes to its asker; the stream to give. */
  static BodyStream delivered(
      NetLogWithSource log, @Nullable RequestObserver observer, BodyStream stream) {
    if (log.isCapturing()) {
      log.event(NetLogEventType.URL_REQUEST_DELEGATE_RESPONSE_STARTED);
      log.end(NetLogEventType.URL_REQUEST_START_JOB);
    }
    if (stream instanceof UpgradedBody) {
      // No body follows, but another protocol: the request is over.
      new Decoded(log, observer).onEnd();
      return stream;
    }
    return new ObservedBody(stream, new Decoded(log, observer));
  }

  static void redirected(
      NetLogWithSource log,
      @Nullable RequestObserver observer,
      NetworkRequest request,
      String method,
      Url to) {
    if (log.isCapturing()) {
      log.event(NetLogEventType.URL_REQUEST_REDIRECTED, fields -> fields.put("location", to));
      log.end(NetLogEventType.URL_REQUEST_START_JOB);
    }
    if (observer != null) {
      observer.onRedirect(to);
    }
    hopBegan(log, observer, request, method, to);
  }

  static void failed(NetLogWithSource log, @Nullable RequestObserver observer, NetException error) {
    log.endWithError(NetLogEventType.URL_REQUEST_START_JOB, error);
    ended(log, error);
    if (observer != null) {
      observer.onFailed(error);
    }
  }

  private static void ended(NetLogWithSource log, NetException error) {
    log.error(
        error.error() == NetError.ABORTED ? NetLogEventType.CANCELLED : NetLogEventType.FAILED,
        error);
    log.endWithError(NetLogEventType.REQUEST_ALIVE, error);
  }

  /** Chromium's {@code net/base/load_flags_list.h}. */
  private static int loadFlags(NetworkRequest request) {
    int flags = cacheFlags(request.cacheMode());
    return request.useCookies() ? flags : flags | 1 << 6;
  }

  private static int cacheFlags(CacheMode mode) {
    return switch (mode) {
      case DEFAULT -> 0;
      case NO_CACHE -> 1;
      case RELOAD -> 1 << 1;
      case FORCE_CACHE -> 1 << 2;
      case ONLY_IF_CACHED -> 1 << 2 | 1 << 3;
      case NO_STORE -> 1 << 4;
    };
  }

  /** The body as it came. */
  private record Encoded(NetLogWithSource log, @Nullable RequestObserver observer)
      implements ObservedBody.Listener {
    @Override
    public void onData(ByteBuf chunk) {
      if (log.isCapturingBytes()) {
        log.event(NetLogEventType.URL_REQUEST_JOB_BYTES_READ, fields -> fields.bytes(chunk));
      }
      if (observer != null) {
        observer.onEncodedBytes(chunk.readableBytes());
      }
    }
  }

  /** The body as its reader gets it. */
  private record Decoded(NetLogWithSource log, @Nullable RequestObserver observer)
      implements ObservedBody.Listener {
    @Override
    public void onData(ByteBuf chunk) {
      if (log.isCapturingBytes()) {
        log.event(
            NetLogEventType.URL_REQUEST_JOB_FILTERED_BYTES_READ, fields -> fields.bytes(chunk));
      }
      if (observer != null) {
        observer.onContent(chunk);
      }
    }

    @Override
    public void onEnd() {
      log.end(NetLogEventType.REQUEST_ALIVE);
      if (observer != null) {
        observer.onComplete();
      }
    }

    @Override
    public void onError(NetException error) {
      ended(log, error);
      if (observer != null) {
        observer.onFailed(error);
      }
    }

    @Override
    public void onCancelled() {
      onError(new NetException(NetError.ABORTED, "the reader gave the body up", null));
    }
  }
}
