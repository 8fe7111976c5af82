package dev.valence.cli.download;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.fetch.ConnectionOptions;
import dev.valence.cli.fetch.HeaderArgument;
import dev.valence.cli.fetch.LineOptions;
import dev.valence.download.DownloadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code valence download}, as they were typed. */
final class DownloadArguments {
  private static final int MOST_AT_ONCE = 64;

  @Parameters(
      paramLabel = "URL",
      arity = "1..*",
      description = "What to download; http:// where it names no scheme.")
  List<String> urls = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file; one that is there is replaced. Repeat it for several URLs, in their order. By"
              + " default the name comes from the server or the URL, and none is replaced.")
  List<Path> outputs = new ArrayList<>();

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIR",
      description = "Where files without -o go; this folder by default.")
  Path directory = Path.of("");

  @Option(
      names = {"-c", "--resume"},
      description =
          "Keep a journal, and go on with what an earlier command with --resume left of these URLs.")
  boolean resume;

  @Option(
      names = "--checksum",
      paramLabel = "SHA-256",
      description = "The file must have this hash, 64 hexadecimal digits; for one URL.")
  @Nullable String checksum;

  @Option(
      names = "--segments",
      paramLabel = "N",
      defaultValue = "1",
      description = "Fetch so many ranges of a file at the same time, where the server can.")
  int segments = 1;

  @Option(
      names = "--limit-rate",
      paramLabel = "RATE",
      description = "At most so many bytes a second in all; K, M and G mean 1024 and its powers.")
  @Nullable String limitRate;

  @Option(
      names = {"-Z", "--parallel"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Download so many files at the same time; ${DEFAULT-VALUE} by default.")
  int parallel = 1;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Try again so often after a passing fault, as long as no more bytes come;"
              + " ${DEFAULT-VALUE} by default.")
  int retries = 5;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "LINE",
      description = "A header, \"Name: value\". May be repeated.")
  List<String> headers = new ArrayList<>();

  @Option(names = "--json", description = "Print one line of JSON for each file.")
  boolean json;

  @Option(
      names = {"-s", "--silent"},
      description = "No progress, no names of files, no errors.")
  boolean silent;

  @ArgGroup(validate = false, heading = "%nThe session:%n")
  DownloadSession session = new DownloadSession();

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  /** Refuses what contradicts itself, before anything is sent. */
  void check() {
    connection.check();
    if (outputs.size() > urls.size()) {
      throw CommandFailure.usage(
          outputs.size() + " times -o for " + urls.size() + " URL(s): one each is enough");
    }
    if (checksum != null && urls.size() > 1) {
      throw CommandFailure.usage("--checksum is for one URL; there are " + urls.size());
    }
    if (parallel < 1 || parallel > MOST_AT_ONCE) {
      throw CommandFailure.usage("--parallel is 1 to " + MOST_AT_ONCE + ", not " + parallel);
    }
    if (resume && session.partition != null && !session.isKept()) {
      throw CommandFailure.usage(
          "--resume needs a session that is kept: say --partition persist:NAME, or leave it out");
    }
    options(0);
  }

  /** How the download number {@code index} is made. */
  DownloadOptions options(int index) {
    try {
      DownloadOptions.Builder options =
          DownloadOptions.builder().segments(segments).retries(retries);
      for (String header : headers) {
        HeaderArgument parsed = HeaderArgument.parse(header);
        options.header(parsed.name(), parsed.value());
      }
      if (checksum != null) {
        String hex = checksum.toLowerCase(Locale.ROOT);
        options.sha256(hex.startsWith("sha256:") ? hex.substring("sha256:".length()) : hex);
      }
      if (index < outputs.size()) {
        options.savePath(outputs.get(index).toAbsolutePath());
      }
      return options.build();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** Bytes a second; 0 for no limit. */
  long bytesPerSecond() {
    return limitRate == null ? 0 : Math.max(1, (long) LineOptions.bytesPerSecond(limitRate));
  }
}
