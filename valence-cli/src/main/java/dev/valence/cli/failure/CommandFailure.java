package dev.valence.cli.failure;

import org.jspecify.annotations.Nullable;

/** A command ends without success. The message is one line that says what to do next. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final boolean quiet;

  public CommandFailure(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public CommandFailure(ExitCode exitCode, String message, @Nullable Throwable cause) {
    this(exitCode, message, cause, false);
  }

  private CommandFailure(
      ExitCode exitCode, String message, @Nullable Throwable cause, boolean quiet) {
    super(message, cause);
    this.exitCode = exitCode;
    this.quiet = quiet;
  }

  /** Wrong usage. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  /** Whoever read the output has gone away: there is nobody to tell. */
  public static CommandFailure brokenPipe(@Nullable Throwable cause) {
    return new CommandFailure(ExitCode.CANNOT_WRITE, "broken pipe", cause, true);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** Whether nothing is to be said. */
  public boolean isQuiet() {
    return quiet;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
