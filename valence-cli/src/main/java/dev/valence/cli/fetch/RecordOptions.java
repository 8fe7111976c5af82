package dev.valence.cli.fetch;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.har.HarOptions;
import dev.valence.net.NetException;
import dev.valence.net.netlog.NetLogCaptureMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to record of the network. */
final class RecordOptions {
  @Option(
      names = "--netlog",
      paramLabel = "FILE",
      description = "Record the network in Chromium's NetLog format, for the netlog viewer.")
  @Nullable Path netLog;

  @Option(
      names = "--netlog-mode",
      paramLabel = "MODE",
      description =
          "How much: default (no cookies, no logins), includeSensitive, or everything (all bytes,"
              + " too).")
  @Nullable String netLogMode;

  @Option(
      names = "--har",
      paramLabel = "FILE",
      description = "Record the requests as a HAR file; secrets are masked.")
  @Nullable Path har;

  @Option(names = "--har-bodies", description = "With --har: bodies, too; 1 MiB each at most.")
  boolean harBodies;

  void check() {
    if (netLogMode != null && netLog == null) {
      throw CommandFailure.usage("--netlog-mode goes with --netlog FILE");
    }
    if (harBodies && har == null) {
      throw CommandFailure.usage("--har-bodies goes with --har FILE");
    }
    folder("--netlog", netLog);
    folder("--har", har);
    mode();
  }

  private static void folder(String option, @Nullable Path file) {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new CommandFailure(
          ExitCode.CANNOT_WRITE, option + ": the folder " + folder + " does not exist");
    }
  }

  private NetLogCaptureMode mode() {
    try {
      return netLogMode == null
          ? NetLogCaptureMode.DEFAULT
          : NetLogCaptureMode.ofWireName(netLogMode);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(
          "--netlog-mode is default, includeSensitive or everything, not " + netLogMode);
    }
  }

  void apply(Valence.Builder builder) {
    if (netLog != null) {
      builder.logNetLog(netLog, mode());
    }
  }

  /** Begins the HAR file; it ends with the session. */
  void begin(Session session) {
    if (har == null) {
      return;
    }
    try {
      session.har().start(har, HarOptions.defaults().withBodies(harBodies)).join();
    } catch (CompletionException e) {
      String detail =
          e.getCause() instanceof NetException failure && failure.detail() != null
              ? failure.detail()
              : String.valueOf(e.getMessage());
      throw new CommandFailure(ExitCode.CANNOT_WRITE, "--har: " + detail, e);
    }
  }
}
