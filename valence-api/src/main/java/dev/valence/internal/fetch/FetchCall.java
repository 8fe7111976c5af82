package dev.valence.internal.fetch;

import dev.valence.event.async.Promise;
import dev.valence.fetch.AbortSignal;
import dev.valence.fetch.Response;
import dev.valence.internal.async.Workers;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkCall;
import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RedirectStep;
import dev.valence.net.ResponseHead;
import dev.valence.net.StoredAnswer;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.url.Url;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One fetch: the future of its response. Whoever cancels it ends the request. */
public final class FetchCall extends Promise<Response> {
  private final Workers workers;
  private final NetworkContext context;
  private final boolean manualRedirect;
  private volatile @Nullable NetworkCall call;
  private volatile @Nullable BodyBuffer body;
  private volatile boolean listening;

  private FetchCall(Workers workers, NetworkContext context, boolean manualRedirect) {
    super(workers);
    this.workers = workers;
    this.context = context;
    this.manualRedirect = manualRedirect;
  }

  /** Starts a request, or answers it at once. */
  public static CompletableFuture<Response> start(
      Workers workers,
      NetworkContext context,
      NetworkRequest request,
      @Nullable AbortSignal signal) {
    if (signal == null || !signal.aborted()) {
      StoredAnswer ready = context.answerAtOnce(request);
      if (ready != null) {
        return CompletableFuture.completedFuture(NetResponse.of(workers, ready, request.url()));
      }
    }
    FetchCall fetch =
        new FetchCall(workers, context, request.redirectMode() == RedirectMode.MANUAL);
    fetch.listening = signal != null;
    if (signal != null && signal.aborted()) {
      fetch.settleFailure(Objects.requireNonNull(signal.reason()));
      return fetch;
    }
    try {
      fetch.call = context.start(request, new Delegate(fetch));
    } catch (RejectedExecutionException e) {
      fetch.settleFailure(new NetException(NetError.CONTEXT_SHUT_DOWN, "the Valence is closed", e));
      return fetch;
    }
    if (signal != null) {
      fetch.listen(signal);
    }
    return fetch;
  }

  private void listen(AbortSignal signal) {
    AbortSignal.Registration registration =
        signal.onAbort(() -> abort(Objects.requireNonNull(signal.reason())));
    whenComplete(
        (response, failure) -> {
          BodyBuffer arriving = body;
          if (arriving == null) {
            registration.close();
          } else {
            arriving.whenOver(registration::close);
          }
        });
  }

  private void abort(Throwable reason) {
    settleFailure(reason);
    // The body first: its reader shall hear of this reason, not of the network's.
    BodyBuffer arriving = body;
    if (arriving != null) {
      arriving.cancel(reason);
    }
    NetworkCall running = call;
    if (running != null) {
      running.cancel(new NetException(NetError.ABORTED, "the fetch was aborted", null));
    }
  }

  private void receive(ResponseHead head, List<Url> urls, boolean redirect, BodyStream stream) {
    BodyBuffer buffer = new BodyBuffer(context.loop(), stream);
    if (listening) {
      body = buffer;
    }
    // First the body, which may be whole at once; then the future, so that its reader finds it
    // whole.
    buffer.begin();
    NetResponse response = new NetResponse(workers, head, urls, redirect, buffer);
    if (!settle(response)) {
      response.close();
    }
  }

  @Override
  protected void onAbandoned() {
    NetworkCall running = call;
    if (running != null) {
      running.cancel(
          new NetException(NetError.ABORTED, "the future of the fetch was cancelled", null));
    }
  }

  /**
   * What the network calls. It lets go of the future when it has its result: a response that
   * everybody forgot can be collected while its connection waits.
   */
  private static final class Delegate implements NetworkDelegate {
    private @Nullable FetchCall fetch;
    private boolean redirectDelivered;

    Delegate(FetchCall fetch) {
      this.fetch = fetch;
    }

    @Override
    public void onRedirect(RedirectStep step, RedirectDecision decision) {
      if (fetch != null && fetch.manualRedirect && !step.internal()) {
        redirectDelivered = true;
        decision.deliver();
      } else {
        decision.follow();
      }
    }

    @Override
    public void onResponse(ResponseHead head, List<Url> urls, BodyStream stream) {
      FetchCall to = fetch;
      fetch = null;
      if (to == null) {
        stream.cancel();
      } else {
        to.receive(head, urls, redirectDelivered, stream);
      }
    }

    @Override
    public void onFailed(NetException error) {
      FetchCall to = fetch;
      fetch = null;
      if (to != null) {
        to.settleFailure(error);
      }
    }
  }
}
