package dev.valence.net.internal.tls;

import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLogWithSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One handshake as trust and key managers see it, which the engines call without telling for whom.
 * Its tasks run with it as the thread's current one. Thread-safe.
 */
final class HandshakeScope {
  private static final ThreadLocal<@Nullable HandshakeScope> CURRENT = new ThreadLocal<>();

  private final NetLogWithSource log;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile @Nullable NetException refusal;

  HandshakeScope(NetLogWithSource log) {
    this.log = log;
  }

  /** The handshake this thread works for; null outside of one. */
  static @Nullable HandshakeScope current() {
    return CURRENT.get();
  }

  /** The executor, whose tasks then work for this handshake. */
  Executor tasksOn(Executor executor) {
    return task ->
        executor.execute(
            () -> {
              HandshakeScope before = CURRENT.get();
              CURRENT.set(this);
              try {
                task.run();
              } finally {
                if (before == null) {
                  CURRENT.remove();
                } else {
                  CURRENT.set(before);
                }
              }
            });
  }

  NetLogWithSource log() {
    return log;
  }

  /** The handshake has ended: whoever waits on its behalf waits no more. */
  void end() {
    over.complete(null);
  }

  /** Completes when the handshake ends. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** The client itself gives the handshake up, for this reason. */
  void refuse(NetException reason) {
    refusal = reason;
  }

  @Nullable NetException refusal() {
    return refusal;
  }
}
