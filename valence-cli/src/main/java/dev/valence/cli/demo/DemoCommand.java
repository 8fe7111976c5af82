package dev.valence.cli.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.terminal.Amounts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence demo}. */
@Command(
    name = "demo",
    header = "See what Valence does, on a web site of its own: no server, no account, no browser.",
    sortOptions = false,
    description = {
      "",
      "Starts a small web site on this machine, logs in, and shows sessions, cookies, redirects,"
          + " streams, uploads and parallel requests. Leaves nothing behind. Exits with 0 only"
          + " when every step held."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  valence demo", "  valence demo --json"})
public final class DemoCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing; the exit code tells.")
  boolean quiet;

  @Option(names = "--json", description = "A JSON object instead of a story.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  /** A command for one run. */
  public DemoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    Story story = new Story(context.terminal(), quiet || json);
    Path folder = Files.createTempDirectory("valence-demo");
    try (DemoSite site = DemoSite.start()) {
      story.say("A web site plays on " + site.url("/") + "; sessions are kept in " + folder + "\n");
      new Demo(story, site, folder, context).run();
      Duration total = Duration.ofNanos(System.nanoTime() - start);
      if (json) {
        context.terminal().out().println(json(story, total));
      } else {
        end(story, site, total);
      }
    } finally {
      removeAll(folder);
    }
    return story.allHeld() ? ExitCode.OK.number() : ExitCode.FAILED.number();
  }

  private void end(Story story, DemoSite site, Duration total) {
    if (story.allHeld()) {
      story.say(
          "\nEvery step held: "
              + site.requests()
              + " requests in "
              + Amounts.time(total)
              + ". Next: valence fetch --help");
    } else {
      context.report(
          new CommandFailure(
              ExitCode.FAILED, "a step of the demo did not hold; valence doctor may tell why"),
          standard.debug());
    }
  }

  private static void removeAll(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's folder " + folder + " could not be removed", e);
    }
  }

  private static String json(Story story, Duration total) throws IOException {
    List<Story.Told> steps = story.told();
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.useDefaultPrettyPrinter();
      out.writeStartObject();
      out.writeBooleanField("held", story.allHeld());
      out.writeNumberField("totalMillis", total.toMillis());
      out.writeArrayFieldStart("steps");
      for (Story.Told step : steps) {
        out.writeStartObject();
        out.writeStringField("title", step.title());
        out.writeBooleanField("held", step.held());
        out.writeStringField("outcome", step.outcome());
        out.writeNumberField("millis", step.time().toMillis());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    return text.toString();
  }
}
