package dev.valence.net.internal.proxy;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Whether there is a host named {@code wpad}, within a second: most networks have none, and
 * requests wait for the answer (Chromium's quick check in {@code pac_file_decider.cc}).
 */
final class WpadCheck {
  private static final int LIMIT_MILLIS = 1000;

  private final ProxySurroundings around;
  private boolean over;

  WpadCheck(ProxySurroundings around) {
    this.around = around;
  }

  /** Starts; answers on the network thread. Cancel it by running the result. */
  Runnable run(Consumer<Boolean> answer) {
    CompletableFuture<List<InetAddress>> lookup = around.dns().resolve("wpad");
    Future<?> timer =
        around
            .loop()
            .schedule(
                () -> {
                  if (!over) {
                    over = true;
                    lookup.cancel(false);
                    answer.accept(false);
                  }
                },
                LIMIT_MILLIS,
                TimeUnit.MILLISECONDS);
    lookup.whenComplete(
        (addresses, failure) -> {
          try {
            around
                .loop()
                .execute(
                    () -> {
                      if (!over) {
                        over = true;
                        timer.cancel(false);
                        answer.accept(failure == null);
                      }
                    });
          } catch (RejectedExecutionException ended) {
            // The network has ended, and with it the question.
            return;
          }
        });
    return () -> {
      over = true;
      timer.cancel(false);
      lookup.cancel(false);
    };
  }
}
