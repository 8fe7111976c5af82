package dev.valence.net.internal.proxy;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkCall;
import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.pac.PacLimits;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches PAC scripts: without a proxy, without cookies, without a cache, over a network of its own
 * that lasts as long as the fetch. On the network thread.
 */
final class PacFetcher {
  private static final int OK = 200;

  private final EventLoop loop;
  private final Supplier<NetworkContext> bareContext;
  private final Duration limit;

  /**
   * A fetcher.
   *
   * @param bareContext makes a network without proxies on the same loop
   * @param limit for a whole fetch
   */
  PacFetcher(EventLoop loop, Supplier<NetworkContext> bareContext, Duration limit) {
    this.loop = loop;
    this.bareContext = bareContext;
    this.limit = limit;
  }

  /** Hears of a fetch: one of the two, on the network thread. */
  interface Listener {
    void onScript(String text, HeaderList headers);

    /**
     * It failed.
     *
     * @param problem for people
     */
    void onFailed(NetError error, String problem);
  }

  /** Starts a fetch of an http, https or data URL; cancel it by running the result. */
  Runnable fetch(Url url, Listener listener) {
    if (url.scheme().equals("data")) {
      try {
        listener.onScript(PacText.ofDataUrl(url), new HeaderList());
      } catch (IllegalArgumentException e) {
        listener.onFailed(NetError.INVALID_URL, String.valueOf(e.getMessage()));
      }
      return () -> {};
    }
    Fetch fetch = new Fetch(listener);
    fetch.start(url);
    return fetch::cancel;
  }

  private final class Fetch implements NetworkDelegate, BodySink {
    private final Listener listener;
    private final NetworkContext context = bareContext.get();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable NetworkCall call;
    private @Nullable BodyStream body;
    private HeaderList headers = new HeaderList();
    private @Nullable ScheduledFuture<?> limitTimer;
    private boolean over;

    Fetch(Listener listener) {
      this.listener = listener;
    }

    void start(Url url) {
      limitTimer =
          loop.schedule(
              () ->
                  fail(
                      NetError.TIMED_OUT,
                      "it did not arrive within " + limit.toMillis() + " ms",
                      /* cancel= */ true),
              limit.toMillis(),
              TimeUnit.MILLISECONDS);
      call =
          context.start(
              NetworkRequest.builder(url)
                  .useCookies(false)
                  .useAuthentication(false)
                  .cacheMode(CacheMode.NO_STORE)
                  .build(),
              this);
    }

    void cancel() {
      if (!over) {
        over = true;
        end(true);
      }
    }

    @Override
    public void onResponse(ResponseHead head, List<Url> urls, BodyStream stream) {
      if (over) {
        stream.cancel();
        return;
      }
      if (head.status() != OK) {
        stream.cancel();
        fail(NetError.HTTP_RESPONSE_CODE_FAILURE, "the server answered " + head.status(), false);
        return;
      }
      headers = head.headers();
      body = stream;
      stream.subscribe(this);
    }

    @Override
    public void onFailed(NetException error) {
      String detail = error.detail();
      fail(
          error.error(), error.error().text() + (detail == null ? "" : " (" + detail + ")"), false);
    }

    @Override
    public void onData(ByteBuf chunk) {
      try {
        if (over) {
          return;
        }
        if (bytes.size() + chunk.readableBytes() > PacLimits.MAX_SCRIPT) {
          fail(
              NetError.FILE_TOO_BIG,
              "it has more than " + PacLimits.MAX_SCRIPT + " bytes",
              /* cancel= */ true);
          return;
        }
        chunk.readBytes(bytes, chunk.readableBytes());
      } catch (IOException e) {
        throw new AssertionError("a stream into memory does not fail", e);
      } finally {
        chunk.release();
      }
    }

    @Override
    public void onEnd(HeaderList trailers) {
      if (!over) {
        over = true;
        end(false);
        listener.onScript(
            PacText.decode(bytes.toByteArray(), headers.get("content-type")), headers);
      }
    }

    @Override
    public void onError(NetException error) {
      onFailed(error);
    }

    private void fail(NetError error, String problem, boolean cancel) {
      if (!over) {
        over = true;
        end(cancel);
        listener.onFailed(error, problem);
      }
    }

    private void end(boolean cancel) {
      if (limitTimer != null) {
        limitTimer.cancel(false);
      }
      BodyStream flowing = body;
      if (cancel && flowing != null) {
        flowing.cancel();
      } else if (cancel && call != null) {
        call.cancel(new NetException(NetError.ABORTED));
      }
      context.close();
      context.cookies().close();
    }
  }
}
