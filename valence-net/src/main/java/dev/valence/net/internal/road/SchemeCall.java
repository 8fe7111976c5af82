package dev.valence.net.internal.road;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetTimeoutException;
import dev.valence.net.NetTimeoutException.Phase;
import dev.valence.net.PulledBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.PhaseTimer;
import dev.valence.net.scheme.SchemeAnswer;
import dev.valence.net.scheme.SchemeHandler;
import dev.valence.net.scheme.SchemeRequest;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One hop that a handler answers, until its body is read or given up. */
final class SchemeCall implements SchemeAnswer, Pending {
  private enum State {
    WAITING,
    RESPONDED,
    OVER
  }

  private final Transaction transaction;
  private final Consumer<SchemeCall> whenGone;
  private final PhaseTimer timer;
  private final AtomicBoolean answered = new AtomicBoolean();
  private State state = State.WAITING;
  private @Nullable PulledBody body;

  // Guarded by this.
  private @Nullable Consumer<@Nullable NetException> listener;
  private boolean over;
  private @Nullable NetException reason;

  /**
   * A call.
   *
   * @param whenGone hears of its end, on the network thread
   */
  SchemeCall(Transaction transaction, Consumer<SchemeCall> whenGone) {
    this.transaction = transaction;
    this.whenGone = whenGone;
    this.timer =
        new PhaseTimer(
            transaction.loop(), (phase, limit) -> failNow(new NetTimeoutException(phase, limit)));
  }

  void start(SchemeHandler handler, SchemeRequest request) {
    timer.start(Phase.RESPONSE_HEADERS, request.cause().timeouts().responseHeaders());
    try {
      handler.handle(request, this);
    } catch (RuntimeException defect) {
      fail(
          new NetException(
              NetError.UNEXPECTED, "the handler of " + request.url().scheme() + " threw", defect));
    }
  }

  @Override
  public boolean respond(ResponseHead head, @Nullable UploadReader source) {
    if (!answered.compareAndSet(false, true)) {
      onLoop(() -> close(source), () -> close(source));
      return false;
    }
    onLoop(() -> respondNow(head, source), () -> close(source));
    return true;
  }

  @Override
  public boolean fail(NetException error) {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    onLoop(() -> failNow(error), () -> {});
    return true;
  }

  private static void close(@Nullable UploadReader source) {
    if (source != null) {
      source.close();
    }
  }

  private void onLoop(Runnable action, Runnable otherwise) {
    if (transaction.loop().inEventLoop()) {
      action.run();
      return;
    }
    try {
      transaction.loop().execute(action);
    } catch (RejectedExecutionException ended) {
      otherwise.run();
    }
  }

  private void respondNow(ResponseHead head, @Nullable UploadReader source) {
    if (state != State.WAITING) {
      close(source);
      return;
    }
    if (head.status() < 200 || head.status() > 999) {
      close(source);
      failNow(
          new NetException(
              NetError.UNEXPECTED, "a handler answered with the status " + head.status(), null));
      return;
    }
    timer.stop();
    state = State.RESPONDED;
    BodyStream stream;
    if (source == null || isBodyless(head.status())) {
      close(source);
      finish(null);
      stream = InternalRedirect.noBody();
    } else {
      body =
          new PulledBody(
              transaction.loop(),
              source,
              statedLength(head.headers()),
              transaction.request().timeouts().idleBody(),
              this::finish);
      stream = body;
    }
    transaction.respondFromHandler(head, stream);
  }

  private boolean isBodyless(int status) {
    return transaction.method().equals("HEAD") || status == 204 || status == 205 || status == 304;
  }

  /** What {@code Content-Length} says of the body as it is; -1 where it says nothing. */
  private static long statedLength(HeaderList headers) {
    String text = headers.get("content-length");
    if (text == null || headers.contains("content-encoding") || text.length() > 18) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return text.isEmpty() ? -1 : Long.parseLong(text);
  }

  private void failNow(NetException error) {
    if (state == State.WAITING) {
      finish(error);
      transaction.fail(error);
    }
  }

  @Override
  public void cancel(NetException why) {
    PulledBody flowing = body;
    if (flowing != null) {
      flowing.abort(why);
    }
    finish(why);
  }

  /** The session ends: as if the asker had given the request up. */
  void shutDown(NetException why) {
    if (state == State.WAITING) {
      failNow(why);
    } else {
      cancel(why);
    }
  }

  private void finish(@Nullable NetException why) {
    if (state == State.OVER) {
      return;
    }
    state = State.OVER;
    answered.set(true);
    timer.stop();
    whenGone.accept(this);
    Consumer<@Nullable NetException> hearer;
    synchronized (this) {
      over = true;
      reason = why;
      hearer = listener;
      listener = null;
    }
    if (hearer != null) {
      hearer.accept(why);
    }
  }

  @Override
  public void whenOver(Consumer<@Nullable NetException> hearer) {
    NetException why;
    synchronized (this) {
      if (!over) {
        listener = hearer;
        return;
      }
      why = reason;
    }
    hearer.accept(why);
  }
}
