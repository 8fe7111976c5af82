package dev.valence.internal.request;

import dev.valence.internal.fetch.BodyBuffer;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.RedirectStep;
import dev.valence.net.ResponseHead;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.LoginDecision;
import dev.valence.net.url.Url;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes what the network says on to a request. Once the response is there it holds the request
 * weakly: a response that everybody forgot can be collected while its connection waits.
 */
final class NetworkEvents implements NetworkDelegate {
  /** One event for so many bytes of upload, at the least. */
  private static final long PROGRESS_STEP = 64 << 10;

  private final WeakReference<ClientRequestImpl> weak;
  private @Nullable ClientRequestImpl request;
  private long reported;

  NetworkEvents(ClientRequestImpl request) {
    this.request = request;
    this.weak = new WeakReference<>(request);
  }

  @Override
  public void onUploadProgress(long sent, long total) {
    ClientRequestImpl to = weak.get();
    // Of a body of unknown length any step may be the last.
    boolean due = total < 0 || sent == total || reported == 0 || sent - reported >= PROGRESS_STEP;
    if (to != null && due) {
      reported = sent;
      to.onUploadProgress(sent, total);
    }
  }

  @Override
  public void onRedirect(RedirectStep step, RedirectDecision decision) {
    ClientRequestImpl to = weak.get();
    if (to != null) {
      reported = 0;
      to.onRedirect(step, decision);
    } else {
      decision.refuse(new NetException(NetError.ABORTED));
    }
  }

  @Override
  public boolean onLogin(AuthChallenge challenge, LoginDecision decision) {
    ClientRequestImpl to = weak.get();
    return to != null && to.onLogin(challenge, decision);
  }

  @Override
  public void onResponse(ResponseHead head, List<Url> urls, BodyStream stream) {
    ClientRequestImpl to = weak.get();
    request = null;
    if (to == null) {
      stream.cancel();
      return;
    }
    BodyBuffer body = new BodyBuffer(to.surroundings().context().loop(), stream);
    stream.subscribe(body);
    to.onResponse(new IncomingMessageImpl(to, head, urls, body));
  }

  @Override
  public void onFailed(NetException error) {
    ClientRequestImpl to = request;
    request = null;
    if (to != null) {
      to.onFailed(error);
    }
  }
}
