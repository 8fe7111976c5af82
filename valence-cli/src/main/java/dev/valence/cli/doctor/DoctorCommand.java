package dev.valence.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.doctor.Check.Verdict;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.session.UserData;
import dev.valence.cli.terminal.Style;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence doctor}. */
@Command(
    name = "doctor",
    header = "Look at what this machine offers: Java, sockets, TLS, roots, folders, names.",
    sortOptions = false,
    description = {"", "Changes nothing. Exits with 1 where something does not work."},
    footerHeading = "%nExamples:%n",
    footer = {"  valence doctor", "  valence doctor --host example.com --json"})
public final class DoctorCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--user-data",
      paramLabel = "DIR",
      description = "The folder of kept sessions to look at.")
  @Nullable Path userData;

  @Option(names = "--host", paramLabel = "NAME", description = "Look up this host name as well.")
  @Nullable String host;

  @Option(names = "--json", description = "A JSON object.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  /** A command for one run. */
  public DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    List<Check> checks = Checks.all(UserData.folder(userData, context.terminal()), host);
    boolean well = checks.stream().noneMatch(check -> check.verdict() == Verdict.BAD);
    if (json) {
      context.terminal().out().println(json(checks, well));
    } else {
      print(checks, well);
    }
    return well ? ExitCode.OK.number() : ExitCode.FAILED.number();
  }

  private void print(List<Check> checks, boolean well) {
    PrintStream out = context.terminal().out();
    Style style = context.terminal().outStyle();
    for (Check check : checks) {
      String mark =
          check.verdict() == Verdict.NOTE
              ? style.yellow("–")
              : style.mark(check.verdict() == Verdict.GOOD);
      out.println(mark + " " + style.bold("%-14s".formatted(check.subject())) + check.found());
    }
    out.println(
        well
            ? style.green("All is well.")
            : style.red("Something does not work; see the lines with ✗."));
  }

  private static String json(List<Check> checks, boolean well) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeBooleanField("well", well);
      json.writeArrayFieldStart("checks");
      for (Check check : checks) {
        json.writeStartObject();
        json.writeStringField("subject", check.subject());
        json.writeStringField("verdict", check.verdict().name().toLowerCase(Locale.ROOT));
        json.writeStringField("found", check.found());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }
}
