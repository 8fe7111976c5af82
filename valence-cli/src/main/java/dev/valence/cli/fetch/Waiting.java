package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.failure.Failures;
import dev.valence.fetch.AbortSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for futures, no longer than until a signal says that all is over. */
final class Waiting {
  private Waiting() {}

  /**
   * The result.
   *
   * @throws CommandFailure for whatever went wrong, also when the signal came first
   */
  static <T> T forResult(CompletableFuture<T> future, AbortSignal signal) {
    CompletableFuture<T> over = new CompletableFuture<>();
    AbortSignal.Registration registration =
        signal.onAbort(
            () -> {
              Throwable reason = signal.reason();
              over.completeExceptionally(
                  reason == null ? new IllegalStateException("no reason") : reason);
            });
    try {
      future.whenComplete(
          (value, failure) -> {
            if (failure == null) {
              over.complete(value);
            } else {
              over.completeExceptionally(failure);
            }
          });
      return over.get();
    } catch (ExecutionException | CancellationException e) {
      // An abort is a cancellation, which get() throws as it is.
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted", e);
    } finally {
      registration.close();
    }
  }

  private static CommandFailure failure(Exception thrown) {
    Throwable cause = Failures.unwrapped(thrown);
    if (cause instanceof OutputException output) {
      return output.failure();
    }
    return Failures.of(cause);
  }

  /** The output could not be written; passes through a consumer that may throw nothing checked. */
  static final class OutputException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final CommandFailure failure;

    OutputException(IOException cause, CommandFailure failure) {
      super(cause);
      this.failure = failure;
    }

    CommandFailure failure() {
      return failure;
    }
  }
}
