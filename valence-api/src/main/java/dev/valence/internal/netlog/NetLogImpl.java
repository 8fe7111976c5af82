package dev.valence.internal.netlog;

import dev.valence.net.NetException;
import dev.valence.net.NetworkService;
import dev.valence.net.netlog.NetLogRecording;
import dev.valence.netlog.NetLog;
import dev.valence.netlog.NetLogOptions;
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

/** One session's {@link NetLog}. */
public final class NetLogImpl implements NetLog {
  private static final Logger LOG = LoggerFactory.getLogger(NetLog.class);
  private static final NetLogOptions DEFAULTS = NetLogOptions.builder().build();
  private static final int CLOSE_SECONDS = 2;

  private final NetworkService network;
  private final Executor workers;

  // Guarded by this.
  private @Nullable CompletableFuture<NetLogRecording> current;

  public NetLogImpl(NetworkService network, Executor workers) {
    this.network = network;
    this.workers = workers;
  }

  @Override
  public CompletableFuture<Void> startLogging(@Nullable Path path) {
    return startLogging(path, DEFAULTS);
  }

  @Override
  public CompletableFuture<Void> startLogging(@Nullable Path path, NetLogOptions options) {
    Objects.requireNonNull(options, "options");
    if (path == null || path.toString().isEmpty()) {
      throw new IllegalArgumentException("The first parameter must be a valid string");
    }
    CompletableFuture<Void> covered = new CompletableFuture<>();
    CompletableFuture<NetLogRecording> started = new CompletableFuture<>();
    synchronized (this) {
      if (currentlyLogging()) {
        throw new IllegalStateException("There is already a net log running");
      }
      current = started;
    }
    workers.execute(
        () -> {
          try {
            started.complete(
                network.startNetLog(
                    path,
                    options.captureMode(),
                    options.maxFileSize(),
                    () -> covered.complete(null)));
          } catch (NetException | RuntimeException e) {
            forget(started);
            started.completeExceptionally(e);
            covered.complete(null);
          }
        });
    return started.thenCombineAsync(covered, (recording, done) -> done, workers);
  }

  @Override
  public CompletableFuture<Void> stopLogging() {
    CompletableFuture<NetLogRecording> ending;
    synchronized (this) {
      ending = current;
      current = null;
    }
    return ending == null
        ? CompletableFuture.failedFuture(new IllegalStateException("No net log in progress"))
        : ending
            .thenComposeAsync(NetLogRecording::stop, workers)
            .thenApplyAsync(done -> done, workers);
  }

  @Override
  public synchronized boolean currentlyLogging() {
    CompletableFuture<NetLogRecording> now = current;
    if (now == null) {
      return false;
    }
    // One that is about to start counts.
    return !now.isDone() || now.join().isRecording();
  }

  private synchronized void forget(CompletableFuture<NetLogRecording> failed) {
    if (current == failed) {
      current = null;
    }
  }

  /** Ends a log that runs; waits for it. */
  public void close() {
    synchronized (this) {
      if (current == null) {
        return;
      }
    }
    try {
      stopLogging().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | CompletionException | TimeoutException e) {
      LOG.warn("a net log did not end as it should", e);
    }
  }
}
