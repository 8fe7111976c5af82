package dev.valence.cli.cookies;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.net.file.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence cookies export}. */
@Command(
    name = "export",
    header = "Write the cookies as a file for curl, wget, Electron or Playwright.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence cookies export --partition persist:work -o cookies.txt",
      "  valence cookies export --partition persist:work --format json"
    })
final class ExportCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin KeptSession kept = new KeptSession();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; netscape by default.")
  Format format = Format.netscape;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a file, for the user alone; else to standard output.")
  @Nullable Path output;

  @Mixin StandardOptions standard = new StandardOptions();

  ExportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String text;
    try (OpenSession open = kept.open(context)) {
      text = KeptSession.result(format.write(open.session().cookies()));
    }
    if (output == null) {
      context.terminal().out().print(text.endsWith("\n") ? text : text + "\n");
    } else {
      save(output.toAbsolutePath(), text);
    }
    return 0;
  }

  /** The file has its name when it is whole, and nobody else may read it: cookies are logins. */
  private static void save(Path file, String text) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new CommandFailure(
          ExitCode.CANNOT_WRITE, file + " is a folder; give the name of a file");
    }
    try {
      Path part = PrivateFiles.createTemporary(folder, ".cookies", ".part");
      try {
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.CANNOT_WRITE,
          "cannot write " + file + ": there is no such folder, or no permission to write there",
          e);
    }
  }
}
