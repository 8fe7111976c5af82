package dev.valence.cli.ws;

import dev.valence.websocket.WebSocketMessage;
import java.util.HexFormat;
import java.util.Locale;

/** What a line means that was typed in a conversation. A pure function of its text. */
sealed interface TypedLine {
  /** The commands with their arguments and meaning, for {@code /help}. */
  String HELP =
      """
      a line           sends it as a text message
      //a line         sends a text message that begins with /
      /binary HEX      sends bytes, such as /binary 48 69 0a
      /ping            pings the server and tells how long its pong took
      /close [CODE [REASON]]   says goodbye; 1000, or 3000 to 4999
      /help            shows this
      Ctrl-D closes, Ctrl-C empties the line or gives up; arrows and Ctrl-R find earlier lines.""";

  /** The code that stands for none (RFC 6455 §7.4.1). */
  int NO_CODE = 1005;

  /** A message to send. */
  record Send(WebSocketMessage message) implements TypedLine {}

  /** {@code /ping}. */
  record Ping() implements TypedLine {}

  /** {@code /close}; {@code code} {@link #NO_CODE} for none. */
  record Close(int code, String reason) implements TypedLine {}

  /** {@code /help}. */
  record Help() implements TypedLine {}

  /** What is no command; why, and what to type. */
  record Wrong(String why) implements TypedLine {}

  /** Reads a line. */
  static TypedLine of(String line) {
    if (!line.startsWith("/")) {
      return new Send(WebSocketMessage.of(line));
    }
    if (line.startsWith("//")) {
      return new Send(WebSocketMessage.of(line.substring(1)));
    }
    String[] words = line.strip().split("\\s+", 2);
    String rest = words.length < 2 ? "" : words[1];
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "/ping" -> new Ping();
      case "/help", "/?" -> new Help();
      case "/close", "/quit", "/exit" -> close(rest);
      case "/binary" -> binary(rest);
      default ->
          new Wrong(
              "no such command: " + words[0] + "; see /help, or type /" + line + " to send it");
    };
  }

  private static TypedLine close(String rest) {
    if (rest.isEmpty()) {
      return new Close(NO_CODE, "");
    }
    String[] words = rest.split("\\s+", 2);
    try {
      return new Close(Integer.parseInt(words[0]), words.length < 2 ? "" : words[1]);
    } catch (NumberFormatException e) {
      return new Wrong("/close takes a code, such as /close 1000 done; " + words[0] + " is none");
    }
  }

  private static TypedLine binary(String rest) {
    try {
      byte[] bytes = HexFormat.of().parseHex(rest.replaceAll("[\\s:]|0[xX]", ""));
      return new Send(WebSocketMessage.ofOwned(false, bytes));
    } catch (IllegalArgumentException e) {
      return new Wrong("/binary takes bytes in hexadecimal, such as /binary 48 69 0a, not " + rest);
    }
  }
}
