package dev.valence.ipc.internal.call;

import dev.valence.event.async.Promise;
import dev.valence.ipc.internal.channel.Values;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.message.InvokeOptions;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call that waits for its answer: the future that its caller has. */
final class OutgoingCall extends Promise<@Nullable Object> {
  final int id;
  final String channel;
  private final OutgoingCalls owner;
  private final @Nullable Consumer<@Nullable Object> progress;
  private volatile @Nullable Future<?> deadline;

  OutgoingCall(
      OutgoingCalls owner, int id, String channel, InvokeOptions options, Executor workers) {
    super(workers);
    this.owner = owner;
    this.id = id;
    this.channel = channel;
    this.progress = options.progress().orElse(null);
  }

  @Nullable Consumer<@Nullable Object> progress() {
    return progress;
  }

  void deadline(Future<?> timer) {
    deadline = timer;
    if (isSettled()) {
      timer.cancel(false);
    }
  }

  /** The time limit counts no more. */
  void stopClock() {
    Future<?> timer = deadline;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** The answer, which is made into a value where somebody wants it. */
  void answer(Payload value) {
    settleRaw(value);
  }

  @Override
  protected @Nullable Object refine(Object material) {
    return Values.read((Payload) material);
  }

  @Override
  protected void onAbandoned() {
    owner.abandon(this);
  }
}
