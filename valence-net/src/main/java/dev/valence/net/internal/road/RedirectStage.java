package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.RedirectStep;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.RedirectDecision;
import dev.valence.net.http.RedirectDecision.Next;
import dev.valence.net.http.RedirectDecision.Refused;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.http.RedirectRules;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.url.Url;
import java.util.concurrent.atomic.AtomicBoolean;

/** Follows redirects by the rules of Fetch §4.4, each with the delegate's consent. */
final class RedirectStage implements Stage {
  @Override
  public void receive(Transaction transaction) {
    ResponseHead head = transaction.head();
    Url internalTarget = transaction.internalRedirect();
    if (internalTarget != null) {
      followInternally(transaction, internalTarget);
      return;
    }
    RedirectDecision decision =
        RedirectRules.decide(
            head.status(),
            head.headers(),
            transaction.method(),
            transaction.url(),
            transaction.redirects());
    if (decision instanceof Refused refused) {
      transaction.fail(new NetException(refused.error(), refused.detail(), null));
    } else if (decision instanceof Next next && !transaction.isWebSocket()) {
      redirect(transaction, next);
    } else {
      transaction.giveBack();
    }
  }

  /** Loops are possible here too: a listener may send a request where it came from. */
  private static void followInternally(Transaction transaction, Url to) {
    if (transaction.redirects() >= RedirectRules.MAX_REDIRECTS) {
      transaction.fail(
          new NetException(
              NetError.TOO_MANY_REDIRECTS,
              "gave up after " + RedirectRules.MAX_REDIRECTS + " redirects",
              null));
      return;
    }
    consent(transaction, InternalRedirect.next(transaction.url(), to, transaction.method()));
  }

  private static void redirect(Transaction transaction, Next next) {
    if (transaction.request().redirectMode() == RedirectMode.ERROR) {
      transaction.fail(
          new NetException(
              NetError.FAILED, "Attempted to redirect, but redirect policy was 'error'", null));
      return;
    }
    RequestBody body = transaction.requestBody();
    if (body != null && !next.dropsBody() && !body.isReplayable()) {
      transaction.fail(
          new NetException(
              NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED,
              "the redirect asks for the request body again, and it cannot be read twice",
              null));
      return;
    }
    String scheme = next.url().scheme();
    // A server may not lead to what the program answers itself; a handler of the program may.
    if (!scheme.equals("http") && !scheme.equals("https") && !transaction.isFromHandler()) {
      transaction.fail(
          new NetException(
              NetError.UNKNOWN_URL_SCHEME, "a redirect leads to the scheme " + scheme, null));
      return;
    }
    consent(transaction, next);
  }

  private static void consent(Transaction transaction, Next next) {
    boolean internal = transaction.internalRedirect() != null;
    Intercepted watched = transaction.intercepted();
    if (watched != null) {
      watched.beforeRedirect(next.url());
    }
    transaction.log().begin(NetLogEventType.URL_REQUEST_DELEGATE_RECEIVED_REDIRECT);
    transaction
        .delegate()
        .onRedirect(
            new RedirectStep(transaction.head(), next.method(), next.url(), internal),
            new Decision(transaction, next));
  }

  /** The delegate's answer, once, from any thread. */
  private static final class Decision extends AtomicBoolean
      implements NetworkDelegate.RedirectDecision {
    private static final long serialVersionUID = 1L;

    private final transient Transaction transaction;
    private final transient Next next;

    Decision(Transaction transaction, Next next) {
      this.transaction = transaction;
      this.next = next;
    }

    @Override
    public void follow() {
      once(() -> transaction.redirect(next));
    }

    @Override
    public void refuse(NetException reason) {
      once(() -> transaction.fail(reason));
    }

    @Override
    public void deliver() {
      once(transaction::giveBack);
    }

    private void answer(Runnable action) {
      transaction.log().end(NetLogEventType.URL_REQUEST_DELEGATE_RECEIVED_REDIRECT);
      action.run();
    }

    private void once(Runnable action) {
      if (compareAndSet(false, true)) {
        if (transaction.loop().inEventLoop()) {
          answer(action);
        } else {
          transaction.loop().execute(() -> answer(action));
        }
      }
    }
  }
}
