package dev.valence.cli.command;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.terminal.Terminal;
import dev.valence.net.auth.AuthCredentials;
import java.io.Console;

/** What an option such as {@code --user NAME[:PASSWORD]} says. */
public final class UserArgument {
  private UserArgument() {}

  /**
   * Reads it.
   *
   * @param option its name, for messages
   * @param variable of the environment, which has the password where the argument has none; else
   *     the terminal is asked
   * @throws CommandFailure when there is no password
   */
  public static AuthCredentials read(
      String option, String given, String variable, Terminal terminal) {
    int colon = given.indexOf(':');
    String name = colon < 0 ? given : given.substring(0, colon);
    try {
      return AuthCredentials.of(
          name,
          colon < 0 ? password(option, name, variable, terminal) : given.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(option + ": " + e.getMessage());
    }
  }

  private static String password(String option, String name, String variable, Terminal terminal) {
    String fromVariable = terminal.environment(variable);
    if (fromVariable != null) {
      return fromVariable;
    }
    Console console = terminal.errIsTerminal() ? System.console() : null;
    char[] typed =
        console == null ? null : console.readPassword("Password for %s (%s): ", name, option);
    if (typed == null) {
      throw CommandFailure.usage(
          option
              + " needs a password, and there is no terminal to ask for it: say NAME:PASSWORD, or"
              + " set "
              + variable);
    }
    return new String(typed);
  }
}
