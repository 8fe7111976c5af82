package dev.valence.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the child JVM of a client understands. It takes a command a line and answers each with
 * {@code ok …} or {@code error …}:
 *
 * <ul>
 *   <li>{@code open SCENARIO URL}: opens a client for a scenario;
 *   <li>{@code warm NANOS}: works without measuring;
 *   <li>{@code measure NANOS}: works and answers with a measurement;
 *   <li>{@code close}: closes the client;
 *   <li>{@code quit}: ends the loop.
 * </ul>
 */
public final class CommandLoop {
  /** A client at a scenario, and what drives it. */
  public record Opened(AutoCloseable client, Driver driver) {}

  /** Opens clients. */
  public interface Opening {
    Opened open(String scenario, URI uri) throws Exception;
  }

  /** Commands of one kind of child. */
  public interface MoreCommands {
    String obey(String[] command) throws Exception;
  }

  private final Opening opening;
  private final MoreCommands more;
  private @Nullable Opened opened;

  private CommandLoop(Opening opening, MoreCommands more) {
    this.opening = opening;
    this.more = more;
  }

  /** Obeys until the end of the input or {@code quit}. */
  public static void run(Opening opening) throws IOException {
    run(
        opening,
        command -> {
          throw new IllegalArgumentException("no command \"" + command[0] + "\"");
        });
  }

  /** The same with more commands. */
  public static void run(Opening opening, MoreCommands more) throws IOException {
    PrintStream answers = System.out;
    // What a library prints must not be taken for an answer.
    System.setOut(System.err);
    CommandLoop loop = new CommandLoop(opening, more);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = commands.readLine()) != null && !line.equals("quit"); ) {
      String answer;
      try {
        answer = "ok " + loop.obey(line.split(" ", -1));
      } catch (Exception | LinkageError e) {
        e.printStackTrace();
        answer = "error " + e;
      }
      answers.println(answer.replace('\n', ' '));
      answers.flush();
    }
  }

  private String obey(String[] command) throws Exception {
    switch (command[0]) {
      case "open" -> opened = opening.open(command[1], URI.create(command[2]));
      case "warm" -> driver().warmUp(Long.parseLong(command[1]));
      case "measure" -> {
        return driver().measure(Long.parseLong(command[1])).toLine();
      }
      case "close" -> {
        if (opened != null) {
          opened.client().close();
          opened = null;
        }
      }
      default -> {
        return more.obey(command);
      }
    }
    return "";
  }

  private Driver driver() {
    if (opened == null) {
      throw new IllegalStateException("no client is open");
    }
    return opened.driver();
  }
}
