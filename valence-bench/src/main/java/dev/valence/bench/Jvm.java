package dev.valence.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** How the JVM of every client is started: the same flags for all. */
public record Jvm(String java, ClassPath classPath, OptionalInt processor) {
  /** One processor makes the serial collector the JVM's own choice; it is named to be sure. */
  public static final List<String> FLAGS =
      List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData");

  /**
   * The command that starts a program.
   *
   * @param artifacts of its class path
   * @param more flags
   */
  public List<String> command(
      List<String> artifacts, List<String> more, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(FLAGS);
    command.addAll(more);
    command.add("-cp");
    command.add(classPath.of(artifacts));
    command.add(main.getName());
    command.addAll(arguments);
    return Commands.pinned(processor, command);
  }

  /** JVMs like this one, on one processor where asked. */
  public static Jvm here(Path benchJar, Path libraries, OptionalInt processor) {
    return new Jvm(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        new ClassPath(benchJar, libraries),
        processor);
  }
}
