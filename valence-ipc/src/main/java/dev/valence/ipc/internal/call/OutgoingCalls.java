package dev.valence.ipc.internal.call;

import dev.valence.ipc.internal.channel.ChannelName;
import dev.valence.ipc.internal.channel.Values;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.LinkClosedException;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.message.IpcTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls that one process makes over one line. For any thread. */
public final class OutgoingCalls {
  private final ConcurrentHashMap<Integer, OutgoingCall> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private final FrameSink out;
  private final Surroundings surroundings;
  private volatile @Nullable String over;

  /** No calls yet. */
  public OutgoingCalls(FrameSink out, Surroundings surroundings) {
    this.out = out;
    this.surroundings = surroundings;
  }

  /** Whether nobody waits for an answer. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Calls a handler on the other side.
   *
   * @throws dev.valence.ipc.clone.DataCloneException when an argument cannot be cloned
   * @throws LinkClosedException when the line has ended
   */
  public CompletableFuture<@Nullable Object> invoke(
      InvokeOptions options, String channel, @Nullable Object @Nullable [] args) {
    ChannelName.check(channel);
    Payload payload = Values.ofArguments(args);
    long millis = options.deadline().map(Duration::toMillis).orElse(0L);
    OutgoingCall call = begin(options, channel);
    send(call, new Frame.Invoke(call.id, millis, channel, payload));
    if (millis > 0) {
      call.deadline(
          surroundings
              .timers()
              .schedule(() -> expire(call, millis), millis, TimeUnit.MILLISECONDS));
    }
    return call;
  }

  /**
   * Sends a message and waits for the answer.
   *
   * @param limitMillis how long; 0 for ever
   */
  public @Nullable Object sendSync(
      long limitMillis, String channel, @Nullable Object @Nullable [] args) {
    ChannelName.check(channel);
    Payload payload = Values.ofArguments(args);
    OutgoingCall call = begin(InvokeOptions.DEFAULT, channel);
    send(call, new Frame.SendSync(call.id, channel, payload));
    try {
      return limitMillis == 0 ? call.get() : call.get(limitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      call.cancel(false);
      throw new IpcTimeoutException(
          "sendSync('" + channel + "') had no answer within " + limitMillis + " ms");
    } catch (InterruptedException e) {
      call.cancel(false);
      Thread.currentThread().interrupt();
      throw new IpcException("sendSync('" + channel + "') was interrupted", null);
    } catch (ExecutionException e) {
      String why = String.valueOf(ErrorForm.unwrapped(e).getMessage());
      String prefix = ErrorForm.prefix(channel);
      String reason = why.startsWith(prefix) ? why.substring(prefix.length()) : why;
      throw new IpcException("Error in sendSync('" + channel + "'): " + reason, null);
    }
  }

  private OutgoingCall begin(InvokeOptions options, String channel) {
    int id = lastId.incrementAndGet();
    OutgoingCall call = new OutgoingCall(this, id, channel, options, surroundings.workers());
    waiting.put(id, call);
    return call;
  }

  private void send(OutgoingCall call, Frame frame) {
    try {
      out.send(frame);
    } catch (RuntimeException e) {
      waiting.remove(call.id);
      throw e;
    }
    String reason = over;
    if (reason != null && waiting.remove(call.id) != null) {
      call.settleFailure(ErrorForm.exception(call.channel, reason));
    }
  }

  private void expire(OutgoingCall call, long millis) {
    if (waiting.remove(call.id) == null) {
      return;
    }
    tellCancelled(call);
    call.settleFailure(
        new IpcTimeoutException(
            ErrorForm.prefix(call.channel) + "TimeoutError: no answer within " + millis + " ms"));
  }

  /** The caller does not want the answer any more. */
  void abandon(OutgoingCall call) {
    call.stopClock();
    if (waiting.remove(call.id) != null) {
      tellCancelled(call);
    }
  }

  private void tellCancelled(OutgoingCall call) {
    try {
      out.send(new Frame.Cancel(call.id));
    } catch (LinkClosedException e) {
      // Then the other side knows by that.
    }
  }

  /** An answer has come. One for a call that was given up is dropped. */
  public void answered(Frame.Result frame, Executor events) {
    OutgoingCall call = waiting.remove(frame.callId());
    if (call != null) {
      call.stopClock();
      afterProgress(call, events, () -> call.answer(frame.value()));
    }
  }

  /** A failure has come. */
  public void failed(Frame.Failure frame, Executor events) {
    OutgoingCall call = waiting.remove(frame.callId());
    if (call != null) {
      call.stopClock();
      IpcException failure = ErrorForm.exception(call.channel, frame.text(), frame.error());
      afterProgress(call, events, () -> call.settleFailure(failure));
    }
  }

  /** A call that goes on says a word. */
  public void progressed(Frame.Progress frame, Executor events) {
    OutgoingCall call = waiting.get(frame.callId());
    Consumer<@Nullable Object> listener = call == null ? null : call.progress();
    if (call == null || listener == null) {
      return;
    }
    Object value = Values.read(frame.value());
    events.execute(
        () -> {
          if (!call.isSettled()) {
            listener.accept(value);
          }
        });
  }

  /** Who hears of progress hears all of it before the future completes. */
  private static void afterProgress(OutgoingCall call, Executor events, Runnable settle) {
    if (call.progress() == null) {
      settle.run();
    } else {
      events.execute(settle);
    }
  }

  /** The line has ended: all calls fail. */
  public void end(String reason) {
    over = reason;
    for (Integer id : waiting.keySet()) {
      OutgoingCall call = waiting.remove(id);
      if (call != null) {
        call.stopClock();
        call.settleFailure(ErrorForm.exception(call.channel, reason));
      }
    }
  }
}
