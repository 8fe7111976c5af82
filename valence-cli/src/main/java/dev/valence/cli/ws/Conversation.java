package dev.valence.cli.ws;

import dev.valence.cli.terminal.Amounts;
import dev.valence.cli.terminal.Style;
import dev.valence.cli.terminal.Terminal;
import dev.valence.websocket.InvalidAccessException;
import dev.valence.websocket.SyntaxException;
import dev.valence.websocket.WebSocketMessage;
import dev.valence.websocket.WebSocketStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletionException;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A conversation on a terminal: lines are edited and sent, on a thread of their own, and messages
 * come above the line that is being edited. The only class that needs JLine.
 */
final class Conversation {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final String PROMPT = "> ";
  private static final int LONGEST_DUMP = 1024;
  private static final int LONGEST_TEXT = 64 << 10;
  private static final int KEPT_LINES = 1000;
  private static final long TYPIST_ENDS_WITHIN_MILLIS = 2000;

  private final WebSocketStream stream;
  private final Clock clock;
  private final Style style;
  private final long count;
  private final Runnable interrupt;
  private final LineReader lines;
  private volatile boolean over;
  private volatile boolean closes;

  private Conversation(
      WebSocketStream stream,
      Clock clock,
      Style style,
      long count,
      Runnable interrupt,
      LineReader lines) {
    this.stream = stream;
    this.clock = clock;
    this.style = style;
    this.count = count;
    this.interrupt = interrupt;
    this.lines = lines;
  }

  /**
   * Talks until the WebSocket is closed.
   *
   * @param count how many messages of the server end it; 0 for any number
   * @param history the file of earlier lines; null to keep none
   * @param interrupt what Ctrl-C on an empty line does
   * @return whether it was this side's wish to close it
   */
  static boolean run(
      WebSocketStream stream,
      Terminal terminal,
      Clock clock,
      long count,
      @Nullable Path history,
      Runnable interrupt)
      throws IOException, InterruptedException {
    try (org.jline.terminal.Terminal screen =
        TerminalBuilder.builder().system(true).dumb(true).build()) {
      // Between two lines as well: what is typed then is neither echoed twice nor lost.
      screen.enterRawMode();
      return new Conversation(
              stream, clock, terminal.outStyle(), count, interrupt, reader(screen, history))
          .run();
    }
  }

  private static LineReader reader(org.jline.terminal.Terminal screen, @Nullable Path history) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(screen)
            .completer(
                (reader, line, candidates) -> {
                  if (line.line().startsWith("/")) {
                    for (String command : new String[] {"/binary", "/close", "/help", "/ping"}) {
                      candidates.add(new Candidate(command));
                    }
                  }
                })
            // Nothing of a message means anything to the editor: neither ! nor brackets.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .variable(LineReader.BLINK_MATCHING_PAREN, 0L)
            .variable(LineReader.HISTORY_FILE_SIZE, KEPT_LINES)
            .variable(LineReader.HISTORY_SIZE, KEPT_LINES);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    return builder.build();
  }

  private boolean run() throws IOException, InterruptedException {
    String chosen = stream.protocol().isEmpty() ? "" : " (" + stream.protocol() + ")";
    tell("connected to " + stream.url() + chosen + "; /help helps, Ctrl-D closes");
    Thread typist = new Thread(this::type, "valence-ws-typist");
    typist.setDaemon(true);
    typist.start();
    try {
      long received = 0;
      for (WebSocketMessage next = stream.receive(); next != null; next = stream.receive()) {
        if (count == 0 || received < count) {
          show(next);
        }
        if (++received == count) {
          close(1000, "");
        }
      }
    } finally {
      over = true;
      typist.interrupt();
      typist.join(TYPIST_ENDS_WITHIN_MILLIS);
    }
    return closes;
  }

  // ---- What is typed

  private void type() {
    try {
      while (typeLine()) {
        // One line after the other.
      }
    } catch (EndOfFileException e) {
      close(1000, "");
    } catch (CompletionException closed) {
      // Who reads the messages tells why.
      return;
    }
  }

  private boolean typeLine() {
    String line;
    try {
      line = lines.readLine(PROMPT);
    } catch (UserInterruptException e) {
      if (!over && e.getPartialLine().isEmpty()) {
        interrupt.run();
      }
      return !over && !e.getPartialLine().isEmpty();
    }
    if (!line.isEmpty()) {
      act(TypedLine.of(line));
    }
    return !over;
  }

  private void act(TypedLine typed) {
    if (typed instanceof TypedLine.Send send) {
      stream.send(send.message()).join();
    } else if (typed instanceof TypedLine.Ping) {
      ping();
    } else if (typed instanceof TypedLine.Close close) {
      close(close.code(), close.reason());
    } else if (typed instanceof TypedLine.Help) {
      above(TypedLine.HELP);
    } else if (typed instanceof TypedLine.Wrong wrong) {
      above(style.red(printable(wrong.why())));
    }
  }

  private void ping() {
    long began = System.nanoTime();
    stream
        .ping()
        .thenRun(
            () -> tell("pong after " + Amounts.time(Duration.ofNanos(System.nanoTime() - began))))
        .exceptionally(closed -> null);
  }

  private void close(int code, String reason) {
    try {
      if (code == TypedLine.NO_CODE) {
        stream.close();
      } else {
        stream.close(code, reason);
      }
      closes = true;
    } catch (InvalidAccessException | SyntaxException e) {
      above(style.red("/close takes 1000 or 3000 to 4999, and a reason of at most 123 bytes"));
    }
  }

  // ---- What comes

  private void show(WebSocketMessage message) {
    String head = time() + style.green("← ");
    if (message.isText()) {
      String text = message.text();
      String shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
      String rest = shown.length() == text.length() ? "" : style.dim(" … and more");
      above(head + printable(shown) + rest);
    } else {
      String dump = message.size() == 0 ? "" : "\n" + HexDump.of(message.bytes(), LONGEST_DUMP);
      above(head + style.dim("binary, " + Amounts.count(message.size(), "byte")) + dump);
    }
  }

  private void tell(String what) {
    above(time() + style.dim(what));
  }

  private String time() {
    return style.dim(LocalTime.now(clock).format(TIME)) + " ";
  }

  /** Above the line that is being edited, which stays as it is. */
  private void above(String text) {
    lines.printAbove(text);
  }

  /** A server must not steer the terminal: control characters are shown, not sent there. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
        shown.append(c);
      } else {
        shown.append(String.format("\\u%04x", (int) c));
      }
    }
    return shown.toString();
  }
}
