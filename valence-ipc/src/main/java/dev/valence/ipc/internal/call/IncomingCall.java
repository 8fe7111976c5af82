package dev.valence.ipc.internal.call;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.internal.channel.Values;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameTooLargeException;
import dev.valence.ipc.internal.wire.LinkClosedException;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.message.InvokeCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call of the other side, answered once. For any thread. */
public final class IncomingCall implements InvokeCall {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingCall.class);

  private enum State {
    OPEN,
    ANSWERED,
    CANCELLED
  }

  private final IncomingCalls owner;
  private final int id;
  private final String channel;
  private final long arrived = System.nanoTime();
  private final long deadlineMillis;
  private State state = State.OPEN;
  private @Nullable List<Runnable> actions;

  IncomingCall(IncomingCalls owner, int id, String channel, long deadlineMillis) {
    this.owner = owner;
    this.id = id;
    this.channel = channel;
    this.deadlineMillis = deadlineMillis;
  }

  int id() {
    return id;
  }

  /** The channel it came on. */
  public String channel() {
    return channel;
  }

  /** Runs a handler, and answers with what it gives, now or later. */
  public void answerBy(Callable<@Nullable Object> handler) {
    Object given;
    try {
      given = handler.call();
    } catch (Exception | Error e) {
      failInHandler(e);
      return;
    }
    if (given instanceof CompletionStage<?> later) {
      later.whenComplete(
          (value, thrown) -> {
            if (thrown != null) {
              failInHandler(thrown);
            } else {
              answer(value);
            }
          });
    } else {
      answer(given);
    }
  }

  private void failInHandler(Throwable thrown) {
    Throwable inner = ErrorForm.unwrapped(thrown);
    // Electron's text.
    LOG.error("Error occurred in handler for '{}':", channel, inner);
    fail(inner);
  }

  /** Answers; a value that cannot be cloned or is too long is a failure. */
  public void answer(@Nullable Object value) {
    Payload payload;
    try {
      payload = Values.of(value);
    } catch (DataCloneException e) {
      failInHandler(e);
      return;
    }
    if (take()) {
      try {
        owner.send(new Frame.Result(id, payload));
      } catch (FrameTooLargeException e) {
        LOG.error("Error occurred in handler for '{}':", channel, e);
        sendFailure(e);
      } catch (LinkClosedException e) {
        LOG.debug("an answer came after the end of the line", e);
      }
    }
  }

  /**
   * Answers a caller that is blocked.
   *
   * @throws DataCloneException when the value cannot be cloned; then nothing is answered
   */
  public void answerSync(@Nullable Object value) {
    Payload payload = Values.of(value);
    if (take()) {
      try {
        owner.send(new Frame.Result(id, payload));
      } catch (FrameTooLargeException e) {
        sendFailure(e);
        throw e;
      } catch (LinkClosedException e) {
        LOG.debug("an answer came after the end of the line", e);
      }
    }
  }

  /** Fails; only the first answer counts. */
  public void fail(Throwable thrown) {
    if (take()) {
      sendFailure(thrown);
    }
  }

  private void sendFailure(Throwable thrown) {
    try {
      Payload error = ErrorForm.payload(thrown);
      String text = ErrorForm.text(thrown);
      try {
        owner.send(new Frame.Failure(id, text, error));
      } catch (FrameTooLargeException e) {
        owner.send(new Frame.Failure(id, text, Values.of(null)));
      }
    } catch (LinkClosedException e) {
      LOG.debug("an answer came after the end of the line", e);
    }
  }

  private synchronized boolean take() {
    if (state != State.OPEN) {
      return false;
    }
    state = State.ANSWERED;
    actions = null;
    owner.forget(this);
    return true;
  }

  /** Nobody waits any more. */
  void cancel() {
    List<Runnable> toRun;
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
      state = State.CANCELLED;
      toRun = actions == null ? List.of() : actions;
      actions = null;
    }
    toRun.forEach(owner.events()::execute);
  }

  @Override
  public synchronized boolean isCancelled() {
    return state == State.CANCELLED;
  }

  @Override
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (state == State.ANSWERED) {
        return;
      }
      if (state == State.OPEN) {
        if (actions == null) {
          actions = new ArrayList<>(1);
        }
        actions.add(action);
        return;
      }
    }
    owner.events().execute(action);
  }

  @Override
  public void progress(@Nullable Object value) {
    Payload payload = Values.of(value);
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
    }
    try {
      owner.send(new Frame.Progress(id, payload));
    } catch (LinkClosedException e) {
      LOG.debug("progress came after the end of the line", e);
    }
  }

  @Override
  public Optional<Duration> timeLeft() {
    if (deadlineMillis == 0) {
      return Optional.empty();
    }
    Duration left = Duration.ofMillis(deadlineMillis).minusNanos(System.nanoTime() - arrived);
    return Optional.of(left.isNegative() ? Duration.ZERO : left);
  }
}
