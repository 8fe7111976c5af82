package dev.valence.cli.terminal;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a transfer is: a bar on a terminal, nothing elsewhere. The library of the bar is loaded
 * only when there is one. Any thread.
 */
public final class TransferProgress implements AutoCloseable {
  private static final int REDRAW_MILLIS = 200;

  private final Terminal terminal;
  private final boolean shown;
  private @Nullable Bar bar;

  /** Progress that is shown when {@code wanted} and standard error is a terminal. */
  public TransferProgress(Terminal terminal, boolean wanted) {
    this.terminal = terminal;
    this.shown = wanted && terminal.errIsTerminal();
  }

  public boolean isShown() {
    return shown;
  }

  /**
   * Starts a bar, ending the one before.
   *
   * @param total bytes to come, or -1
   */
  public synchronized void begin(String what, long total) {
    close();
    if (shown) {
      bar = new Bar(terminal, what, total);
    }
  }

  /** So many bytes are done in all. */
  public synchronized void at(long bytes) {
    if (bar != null) {
      bar.at(bytes);
    }
  }

  /** Ends the bar; it stays on the screen. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** Keeps the library out of {@link TransferProgress}, so that it is loaded when first needed. */
  private static final class Bar {
    private final ProgressBar shownBar;

    Bar(Terminal terminal, String what, long total) {
      this.shownBar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(total)
              .setUnit(" MiB", 1 << 20)
              .setUpdateIntervalMillis(REDRAW_MILLIS)
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.columns() - 1))
              .build();
    }

    void at(long bytes) {
      shownBar.stepTo(bytes);
    }

    void close() {
      shownBar.close();
    }
  }
}
