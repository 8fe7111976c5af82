package dev.valence.internal.har;

import dev.valence.har.Har;
import dev.valence.har.HarOptions;
import dev.valence.net.NetException;
import dev.valence.net.NetworkContext;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session's {@link Har}. */
public final class HarImpl implements Har {
  private static final Logger LOG = LoggerFactory.getLogger(Har.class);
  private static final int CLOSE_SECONDS = 2;

  private final NetworkContext context;
  private final String cacheKind;
  private final Executor workers;

  // Guarded by this.
  private @Nullable HarRecording current;

  /**
   * The HAR of one session.
   *
   * @param persistent whether its cache is on the disk
   */
  public HarImpl(NetworkContext context, boolean persistent, Executor workers) {
    this.context = context;
    this.cacheKind = persistent ? "disk" : "memory";
    this.workers = workers;
  }

  @Override
  public CompletableFuture<Void> start(Path path) {
    return start(path, HarOptions.defaults());
  }

  @Override
  public CompletableFuture<Void> start(Path path, HarOptions options) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(options, "options");
    HarRecording recording = new HarRecording(options, cacheKind, workers);
    synchronized (this) {
      if (current != null) {
        throw new IllegalStateException("There is already a HAR recording running");
      }
      current = recording;
    }
    return recording
        .open(path)
        .whenComplete(
            (opened, failure) -> {
              synchronized (this) {
                if (current != recording) {
                  return;
                }
                if (failure != null) {
                  current = null;
                } else {
                  context.observeRequests(request -> recording.observer());
                }
              }
            });
  }

  @Override
  public CompletableFuture<Void> stop() {
    HarRecording ending;
    synchronized (this) {
      ending = current;
      current = null;
      if (ending != null) {
        context.observeRequests(null);
      }
    }
    return ending == null
        ? CompletableFuture.failedFuture(new IllegalStateException("No HAR recording in progress"))
        : ending.close();
  }

  @Override
  public synchronized boolean isRecording() {
    return current != null;
  }

  /** Ends a recording that runs; waits for it. */
  public void close() {
    if (!isRecording()) {
      return;
    }
    try {
      stop().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | CompletionException | TimeoutException e) {
      LOG.warn("a HAR file did not end as it should", e);
    }
  }

  /** For callers that know the failures of a file. */
  static CompletionException wrapped(NetException failure) {
    return new CompletionException(failure);
  }
}
