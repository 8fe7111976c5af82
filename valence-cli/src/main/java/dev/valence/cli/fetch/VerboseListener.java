package dev.valence.cli.fetch;

import dev.valence.cli.terminal.Style;
import dev.valence.net.RequestObserver;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code -v}: what goes over the wire, on standard error. Lines come from the network thread, which
 * must not wait for whoever reads them: a thread of its own prints them, in order.
 */
final class VerboseListener implements AutoCloseable {
  private static final long LONGEST_WAIT_SECONDS = 10;

  private final ExecutorService printer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "valence-verbose");
            thread.setDaemon(true);
            return thread;
          });
  private final WireReport report;

  VerboseListener(PrintStream err, Style style, boolean secrets) {
    this.report = new WireReport(style, secrets, line -> print(() -> err.println(line)));
  }

  private void print(Runnable line) {
    try {
      printer.execute(line);
    } catch (RejectedExecutionException over) {
      // The command has given the request up and waits for no more of it.
      return;
    }
  }

  RequestObserver observer() {
    return report;
  }

  /** A head has come, and is printed when this returns; then its body may follow. */
  void onHead(Hop hop, @Nullable String next) {
    report.remark("head after " + hop.untilHead().toMillis() + " ms");
    if (next != null) {
      report.remark("redirect to " + next);
    }
    awaitPrinted();
  }

  private void awaitPrinted() {
    try {
      printer.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns when all is printed. */
  @Override
  public void close() {
    printer.shutdown();
    try {
      printer.awaitTermination(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
