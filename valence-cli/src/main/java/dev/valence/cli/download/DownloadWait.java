package dev.valence.cli.download;

import dev.valence.Session;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.failure.Failures;
import dev.valence.cli.terminal.TransferProgress;
import dev.valence.download.DownloadItem;
import dev.valence.download.DownloadState;
import dev.valence.download.InterruptReason;
import dev.valence.net.NetException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for downloads, shows how far they are, and tells how each ended. */
final class DownloadWait {
  private static final long LOOK_MILLIS = 100;

  private final CommandContext context;
  private final boolean json;
  private final boolean silent;
  private final boolean debug;
  private final Session session;

  DownloadWait(
      CommandContext context, boolean json, boolean silent, boolean debug, Session session) {
    this.context = context;
    this.json = json;
    this.silent = silent;
    this.debug = debug;
    this.session = session;
  }

  /** Waits for all, in their order; the code of the last failure. */
  ExitCode awaitAll(List<DownloadItem> items) {
    ExitCode result = ExitCode.OK;
    for (DownloadItem item : items) {
      try {
        await(item);
        tell(item);
      } catch (CommandFailure e) {
        result = e.exitCode();
        if (json && result != ExitCode.INTERRUPTED) {
          tell(item);
        }
        if (!silent) {
          context.report(e, debug);
        }
        if (result == ExitCode.INTERRUPTED || e.isQuiet()) {
          break;
        }
      }
    }
    return result;
  }

  private void await(DownloadItem item) {
    try (TransferProgress progress = new TransferProgress(context.terminal(), !silent)) {
      Long shown = null;
      while (true) {
        if (context.interruption().signal().aborted()) {
          throw interrupted(item);
        }
        shown = show(item, progress, shown);
        try {
          DownloadState state = item.settled().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          if (state == DownloadState.COMPLETED) {
            show(item, progress, shown);
            return;
          }
          throw failure(item);
        } catch (TimeoutException notYet) {
          continue;
        }
      }
    } catch (ExecutionException e) {
      throw Failures.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted", e);
    }
  }

  /** The bar begins when the name is known, and anew when the size is. */
  private static @Nullable Long show(
      DownloadItem item, TransferProgress progress, @Nullable Long shownTotal) {
    if (!progress.isShown() || item.getFilename().isEmpty()) {
      return shownTotal;
    }
    long total = item.getTotalBytes() == 0 ? -1 : item.getTotalBytes();
    if (shownTotal == null || shownTotal != total) {
      progress.begin(item.getFilename(), total);
    }
    progress.at(item.getReceivedBytes());
    return total;
  }

  private CommandFailure interrupted(DownloadItem item) {
    String url = item.getURLChain().get(0);
    return new CommandFailure(
        ExitCode.INTERRUPTED,
        session.isPersistent()
            ? "interrupted; to go on: valence download --resume " + url
            : "interrupted; with --resume the next command could go on");
  }

  private static CommandFailure failure(DownloadItem item) {
    Exception cause = item.interruptCause();
    if (item.getState() == DownloadState.CANCELLED) {
      return new CommandFailure(ExitCode.INTERRUPTED, "cancelled: " + item.getURL());
    }
    if (cause instanceof NetException net) {
      return Failures.of(net);
    }
    InterruptReason reason = item.interruptReason();
    String name = reason == null ? "INTERRUPTED" : reason.name();
    String told = cause == null ? "" : ": " + cause.getMessage();
    if (reason == InterruptReason.FILE_HASH_MISMATCH) {
      return new CommandFailure(
          ExitCode.FAILED,
          "the file of " + item.getURL() + " is not what its checksum says; nothing was kept");
    }
    if (name.startsWith("FILE_")) {
      return new CommandFailure(
          ExitCode.CANNOT_WRITE, "cannot write " + item.getSavePath() + " (" + name + ")" + told);
    }
    return new CommandFailure(
        name.equals("SERVER_CONTENT_LENGTH_MISMATCH") ? ExitCode.CUT_SHORT : ExitCode.HTTP_ERROR,
        name + told);
  }

  private void tell(DownloadItem item) {
    if (json) {
      context.terminal().out().println(ItemJson.of(item));
    } else if (!silent) {
      context.terminal().out().println(item.getSavePath());
    }
    context.terminal().out().flush();
  }
}
