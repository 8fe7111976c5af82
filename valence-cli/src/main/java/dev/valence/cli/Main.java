package dev.valence.cli;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.Interruption;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.failure.Failures;
import dev.valence.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of the command {@code valence}. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    Interruption interruption = new Interruption();
    interruption.installHook();
    int code = run(args, terminal, interruption);
    interruption.ended();
    System.exit(code);
  }

  /** Runs the command; gives its exit code. Nothing is thrown. */
  public static int run(String[] args, Terminal terminal, Interruption interruption) {
    CommandContext context = new CommandContext(terminal, interruption);
    CommandLine line = Commands.lineFor(args, context);
    line.setOut(new PrintWriter(terminal.out(), true));
    line.setErr(new PrintWriter(terminal.err(), true));
    line.setParameterExceptionHandler((e, given) -> wrongUsage(e, context));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> failed(e, context, isDebug(parsed, args)));
    int code = line.execute(args);
    if (!terminal.finish() && code == 0) {
      // Whoever read has gone; a reader that goes early, such as head, is no failure to speak of.
      return ExitCode.CANNOT_WRITE.number();
    }
    return code;
  }

  private static boolean isDebug(ParseResult parsed, String[] args) {
    return Arrays.asList(args).contains("--debug") && parsed != null;
  }

  private static int failed(Exception thrown, CommandContext context, boolean debug) {
    CommandFailure failure = Failures.of(thrown);
    context.report(failure, debug);
    return failure.exitCode().number();
  }

  private static int wrongUsage(ParameterException thrown, CommandContext context) {
    CommandLine command = thrown.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    StringBuilder line = new StringBuilder(message(thrown));
    if (thrown instanceof UnmatchedArgumentException unmatched) {
      List<String> similar = unmatched.getSuggestions();
      if (!similar.isEmpty()) {
        line.append("; did you mean ").append(String.join(" or ", similar)).append('?');
      }
    }
    line.append("; see ").append(name).append(" --help");
    context.report(CommandFailure.usage(line.toString()), false);
    return ExitCode.USAGE.number();
  }

  private static String message(ParameterException thrown) {
    if (thrown instanceof UnmatchedArgumentException unmatched) {
      List<String> words = unmatched.getUnmatched();
      String word = words.isEmpty() ? "" : words.get(0);
      if (unmatched.isUnknownOption()) {
        return "unknown option " + word;
      }
      boolean command = thrown.getCommandLine().getSubcommands().size() > 1;
      return (command ? "no such command: " : "one word too many: ") + word;
    }
    if (thrown instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      ArgSpec lacking = missing.getMissing().get(0);
      String option = lacking instanceof OptionSpec named ? named.longestName() + " " : "";
      return "missing " + option + lacking.paramLabel();
    }
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("wrong usage");
  }
}
