package dev.valence.ipc.message;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a call is made: beyond Electron, whose {@code invoke} waits for ever. */
public final class InvokeOptions {
  /** No time limit, nobody who hears of progress. */
  public static final InvokeOptions DEFAULT = builder().build();

  private final @Nullable Duration deadline;
  private final @Nullable Consumer<@Nullable Object> progress;

  private InvokeOptions(Builder builder) {
    deadline = builder.deadline;
    progress = builder.progress;
  }

  /** Collects options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Options with a time limit only. */
  public static InvokeOptions within(Duration deadline) {
    return builder().deadline(deadline).build();
  }

  /** The time that the call has; empty for any. */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** Who hears of progress. */
  public Optional<Consumer<@Nullable Object>> progress() {
    return Optional.ofNullable(progress);
  }

  /** Collects options. */
  public static final class Builder {
    private @Nullable Duration deadline;
    private @Nullable Consumer<@Nullable Object> progress;

    private Builder() {}

    /**
     * After this time without an answer the future fails with {@link IpcTimeoutException}, and the
     * handler hears that the call is cancelled. Counted here, in milliseconds.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder deadline(Duration time) {
      if (time.toMillis() < 1) {
        throw new IllegalArgumentException("A deadline of " + time + "; at least a millisecond");
      }
      deadline = time;
      return this;
    }

    /**
     * Hears each value that the handler gives to {@code progress}, on the event thread, in order,
     * before the future completes.
     */
    public Builder onProgress(Consumer<@Nullable Object> listener) {
      progress = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** The options. */
    public InvokeOptions build() {
      return new InvokeOptions(this);
    }
  }
}
