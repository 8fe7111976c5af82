package dev.valence.internal.har;

import dev.valence.har.HarOptions;
import dev.valence.net.NetException;
import dev.valence.net.RequestObserver;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HAR file from its start to its end. Exchanges are written in order, by workers. */
final class HarRecording {
  private static final Logger LOG = LoggerFactory.getLogger(HarRecording.class);

  /** Exchanges that may wait for the disk, by their bodies and a share for the rest. */
  private static final long MOST_WAITING_BYTES = 64L << 20;

  private static final int HEAD_BYTES = 8 * 1024;

  private final HarOptions options;
  private final String cacheKind;
  private final Executor workers;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private @Nullable HarFile file;

  // Guarded by this.
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
  private boolean closed;

  /**
   * A recording.
   *
   * @param cacheKind where the session's cache is, in the words of Chrome's HAR
   */
  HarRecording(HarOptions options, String cacheKind, Executor workers) {
    this.options = options;
    this.cacheKind = cacheKind;
    this.workers = workers;
  }

  CompletableFuture<Void> open(Path path) {
    return inOrder(() -> file = HarFile.create(path, version()));
  }

  RequestObserver observer() {
    return new HarObserver(options, this::add);
  }

  private void add(HarExchange exchange) {
    long bytes = HEAD_BYTES + keptBytes(exchange);
    if (waitingBytes.addAndGet(bytes) > MOST_WAITING_BYTES) {
      waitingBytes.addAndGet(-bytes);
      dropped.incrementAndGet();
      return;
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      last =
          inOrder(
              () -> {
                waitingBytes.addAndGet(-bytes);
                HarFile to = file;
                if (to != null) {
                  to.append(HarEntry.of(exchange, options, cacheKind));
                }
              });
    }
  }

  private long keptBytes(HarExchange exchange) {
    long most = options.bodies() ? options.maxBodyBytes() : 0;
    return Math.min(most, exchange.upload.total()) + Math.min(most, exchange.content.total());
  }

  CompletableFuture<Void> close() {
    synchronized (this) {
      closed = true;
    }
    return inOrder(
        () -> {
          if (dropped.get() > 0) {
            LOG.warn("{} requests are not in the HAR file: the disk was too slow", dropped.get());
          }
          HarFile ending = file;
          if (ending != null) {
            ending.close();
          }
        });
  }

  private static String version() {
    String version = HarRecording.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Something that may fail as a file does. */
  private interface Step {
    void run() throws NetException;
  }

  /** Runs it on a worker, after all that was given before; a failure skips what follows. */
  private synchronized CompletableFuture<Void> inOrder(Step step) {
    CompletableFuture<Void> next =
        last.thenRunAsync(
            () -> {
              try {
                step.run();
              } catch (NetException e) {
                throw HarImpl.wrapped(e);
              }
            },
            workers);
    last = next;
    return next;
  }
}
