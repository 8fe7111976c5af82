package dev.valence.net.internal.road;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.interception.HeadersDecision;
import dev.valence.net.interception.RequestDecision;
import dev.valence.net.interception.ResponseDecision;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.url.Url;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The answer to one question of a request, given once, from any thread. */
final class InterceptionAnswer extends AtomicBoolean
    implements RequestDecision, HeadersDecision, ResponseDecision {
  private static final long serialVersionUID = 1L;

  private final transient Transaction transaction;
  private final transient Interceptions all;
  private final transient NetLogEventType wait;
  private final transient Runnable then;
  private transient boolean logged;
  private transient boolean answered;

  /**
   * The answer to come.
   *
   * @param wait what the net log calls the wait for it
   * @param then what follows when the request goes on, on the network thread
   */
  InterceptionAnswer(
      Transaction transaction, Interceptions all, NetLogEventType wait, Runnable then) {
    this.transaction = transaction;
    this.all = all;
    this.wait = wait;
    this.then = then;
  }

  /** Asks the question, and waits unless it is answered at once. */
  void ask(Runnable question) {
    question.run();
    if (!answered) {
      // What another thread answers comes to this one later.
      all.waits(transaction);
      logged = transaction.log().isCapturing();
      if (logged) {
        transaction.log().begin(wait);
      }
    }
  }

  @Override
  public boolean proceed() {
    return once(then);
  }

  @Override
  public boolean proceedWithoutBody() {
    return once(
        () -> {
          transaction.requestBody(EmptyBody.INSTANCE);
          then.run();
        });
  }

  @Override
  public boolean proceed(@Nullable HeaderList headers, @Nullable RequestBody body) {
    return once(
        () -> {
          if (headers != null) {
            transaction.hopHeaders(headers);
          }
          if (body != null) {
            transaction.requestBody(body);
          }
          then.run();
        });
  }

  @Override
  public boolean proceed(
      @Nullable ResponseHead head, @Nullable UnaryOperator<BodyStream> replacement) {
    return once(
        () -> {
          if (head != null) {
            transaction.replaceHead(head);
          }
          Intercepted watched = transaction.intercepted();
          if (watched != null) {
            watched.content(replacement);
          }
          then.run();
        });
  }

  @Override
  public boolean redirect(Url to) {
    return once(
        () -> {
          String refusal = InternalRedirect.refusal(transaction.url(), to);
          if (refusal == null) {
            transaction.redirectInternally(to, "WebRequest API");
          } else {
            transaction.fail(new NetException(NetError.UNSAFE_REDIRECT, refusal, null));
          }
        });
  }

  @Override
  public boolean fail(NetException reason) {
    return once(() -> transaction.fail(reason));
  }

  @Override
  public boolean respond(ResponseHead head, Supplier<BodyStream> body) {
    return once(() -> transaction.respondFromHandler(head, body.get()), () -> body.get().cancel());
  }

  private boolean once(Runnable action) {
    return once(action, () -> {});
  }

  private boolean once(Runnable action, Runnable otherwise) {
    if (!compareAndSet(false, true)) {
      return false;
    }
    if (transaction.loop().inEventLoop()) {
      finish(action, otherwise);
    } else {
      try {
        transaction.loop().execute(() -> finish(action, otherwise));
      } catch (RejectedExecutionException ended) {
        // The network has ended, and the request with it.
        otherwise.run();
      }
    }
    return true;
  }

  private void finish(Runnable action, Runnable otherwise) {
    answered = true;
    all.waitsNoMore(transaction);
    if (logged) {
      transaction.log().end(wait);
    }
    if (transaction.isUnderWay()) {
      action.run();
    } else {
      otherwise.run();
    }
  }
}
