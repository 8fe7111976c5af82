package dev.valence.cli.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.valence.StoredSession;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.terminal.Amounts;
import dev.valence.cli.terminal.Style;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence sessions}. */
@Command(
    name = "sessions",
    header = "List the sessions that are kept on the disk.",
    sortOptions = false,
    description = {
      "",
      "They are kept in $XDG_DATA_HOME/valence or ~/.local/share/valence (macOS:"
          + " ~/Library/Application Support/valence, Windows: %%LOCALAPPDATA%%\\valence) unless"
          + " --user-data names another folder. One process at a time may have a session open."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  valence sessions", "  valence sessions --user-data ./data --json"})
public final class SessionsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--user-data", paramLabel = "DIR", description = "Where they are kept.")
  @Nullable Path userData;

  @Option(names = "--json", description = "A JSON array.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  /** A command for one run. */
  public SessionsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = UserData.folder(userData, context.terminal());
    List<StoredSession> sessions;
    try {
      sessions = StoredSession.in(folder);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.SESSION, "cannot read " + folder + "; may you read that folder?", e);
    }
    if (json) {
      context.terminal().out().println(json(sessions));
    } else {
      print(folder, sessions);
    }
    return 0;
  }

  private void print(Path folder, List<StoredSession> sessions) {
    PrintStream out = context.terminal().out();
    if (sessions.isEmpty()) {
      // Nothing on standard output: a pipe counts lines.
      context.terminal().err().println("no sessions in " + folder);
      return;
    }
    Style style = context.terminal().outStyle();
    String form = "%-" + Math.max(7, longest(sessions)) + "s  %10s  %8s  %s";
    if (context.terminal().outIsTerminal()) {
      out.println(style.bold(form.formatted("SESSION", "SIZE", "COOKIES", "IN USE BY")));
    }
    for (StoredSession session : sessions) {
      out.println(
          form.formatted(
                  name(session),
                  Amounts.bytes(session.bytes()),
                  session.cookies() < 0 ? "?" : Integer.toString(session.cookies()),
                  session.holder() == null ? "-" : "process " + session.holder())
              .stripTrailing());
    }
  }

  private static int longest(List<StoredSession> sessions) {
    return sessions.stream().mapToInt(session -> name(session).length()).max().orElse(0);
  }

  private static String name(StoredSession session) {
    return session.partition().isEmpty() ? "(default)" : session.partition();
  }

  private static String json(List<StoredSession> sessions) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartArray();
      for (StoredSession session : sessions) {
        json.writeStartObject();
        json.writeStringField("partition", session.partition());
        json.writeStringField("folder", session.folder().toString());
        json.writeNumberField("bytes", session.bytes());
        if (session.cookies() < 0) {
          json.writeNullField("cookies");
        } else {
          json.writeNumberField("cookies", session.cookies());
        }
        json.writeStringField("holder", session.holder());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    return text.toString();
  }
}
