package dev.valence.cli.command;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.terminal.Terminal;

/** What every command is given: the streams, and who tells it that the user interrupts. */
public record CommandContext(Terminal terminal, Interruption interruption) {
  /** Says on standard error, in one line, what went wrong; with {@code debug} also where. */
  public void report(CommandFailure failure, boolean debug) {
    terminal.out().flush();
    if (!failure.isQuiet()) {
      terminal.err().println(terminal.errStyle().red("valence:") + " " + failure.text());
    }
    if (debug) {
      Throwable cause = failure.getCause();
      (cause == null ? failure : cause).printStackTrace(terminal.err());
    }
  }
}
