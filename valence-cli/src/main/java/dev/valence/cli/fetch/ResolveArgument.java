package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One {@code --resolve HOST:PORT:ADDRESS}, as Valence's host rules say it. */
final class ResolveArgument {
  private static final Pattern SHAPE =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[^:,\\s]+):(?<port>[0-9]{1,5}):(?<address>.+)");

  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

  private ResolveArgument() {}

  /** The rules for all of them: Chromium's {@code MAP host:port address}, with commas between. */
  static String rules(List<String> arguments) {
    return String.join(",", arguments.stream().map(ResolveArgument::rule).toList());
  }

  private static String rule(String argument) {
    Matcher parts = SHAPE.matcher(argument);
    if (!parts.matches() || !ADDRESS.matcher(parts.group("address")).matches()) {
      throw CommandFailure.usage(
          "--resolve wants HOST:PORT:ADDRESS with an IP address, such as"
              + " example.com:443:127.0.0.1, not \""
              + argument
              + "\"");
    }
    String address = parts.group("address");
    String bracketed =
        address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
    return "MAP " + parts.group("host") + ":" + parts.group("port") + " " + bracketed;
  }
}
