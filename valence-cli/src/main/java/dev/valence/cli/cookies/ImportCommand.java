package dev.valence.cli.cookies;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.cli.terminal.Amounts;
import dev.valence.net.cookie.CookieFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence cookies import}. */
@Command(
    name = "import",
    header = "Take in the cookies of a file: all of them, or none where one cannot be read.",
    sortOptions = false,
    description = {"", "Cookies whose time is over are passed over; session cookies are not kept."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence cookies import --partition persist:work cookies.txt",
      "  valence cookies export --partition persist:a | valence cookies import --partition"
          + " persist:b -"
    })
final class ImportCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "FILE", description = "The file; - is standard input.")
  String file = "";

  @Mixin KeptSession kept = new KeptSession();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; by default what the file looks like.")
  @Nullable Format format;

  @Mixin StandardOptions standard = new StandardOptions();

  ImportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String text = read();
    Format form = format == null ? Format.of(text) : format;
    int stored;
    try (OpenSession open = kept.open(context)) {
      stored = KeptSession.result(form.read(text, open.session().cookies()));
      KeptSession.result(open.session().cookies().flushStore());
    } catch (CommandFailure e) {
      throw e.getCause() instanceof CookieFileException
          ? new CommandFailure(
              ExitCode.CANNOT_READ, file + ": " + e.text() + "; nothing was imported", e.getCause())
          : e;
    }
    context.terminal().out().println(Amounts.count(stored, "cookie") + " imported");
    return 0;
  }

  private String read() {
    try {
      byte[] bytes =
          file.equals("-")
              ? context.terminal().in().readAllBytes()
              : Files.readAllBytes(Path.of(file));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.CANNOT_READ,
          "cannot read " + file + ": there is no such file, or no permission to read it",
          e);
    }
  }
}
