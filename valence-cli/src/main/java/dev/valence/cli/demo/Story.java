package dev.valence.cli.demo;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.failure.Failures;
import dev.valence.cli.terminal.Amounts;
import dev.valence.cli.terminal.Style;
import dev.valence.cli.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the steps of the demo, with a mark and a time each, and remembers how they went. */
final class Story {
  /**
   * One step as it went.
   *
   * @param outcome what came of it, or why it failed
   */
  record Told(String title, boolean held, String outcome, Duration time) {}

  /** What a step does; gives in words what came of it. */
  interface Step {
    String run() throws Exception;
  }

  private static final int TITLE_WIDTH = 46;

  private final Terminal terminal;
  private final boolean quiet;
  private final List<Told> told = new ArrayList<>();

  Story(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** Whether somebody hears it. */
  boolean isTold() {
    return !quiet;
  }

  void say(String text) {
    if (!quiet) {
      terminal.out().println(text);
      terminal.out().flush();
    }
  }

  /** Runs a step and tells how it went. */
  void step(String title, Step step) {
    long start = System.nanoTime();
    String outcome;
    boolean held = false;
    try {
      outcome = step.run();
      held = true;
    } catch (Exception e) {
      CommandFailure failure = Failures.of(e);
      if (failure.exitCode() == ExitCode.INTERRUPTED) {
        throw failure;
      }
      outcome = failure.text();
    }
    Told last = new Told(title, held, outcome, Duration.ofNanos(System.nanoTime() - start));
    told.add(last);
    Style style = terminal.outStyle();
    say(
        "%s %s %s  %s"
            .formatted(
                style.mark(held),
                padded(title),
                style.dim("%8s".formatted(Amounts.time(last.time()))),
                held ? outcome : style.red(outcome)));
  }

  private static String padded(String title) {
    return title + " ".repeat(Math.max(0, TITLE_WIDTH - title.length()));
  }

  /** Fails the step unless the two are equal. */
  static void expect(String what, Object expected, @Nullable Object actual) {
    if (!expected.equals(actual)) {
      throw new CommandFailure(
          ExitCode.FAILED, what + ": expected " + expected + ", got " + actual);
    }
  }

  List<Told> told() {
    return List.copyOf(told);
  }

  boolean allHeld() {
    return !told.isEmpty() && told.stream().allMatch(Told::held);
  }
}
