package dev.valence.ipc.internal.process;

import dev.valence.ipc.process.RendererOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a renderer runs.
 *
 * @param url what its frame says of it
 * @param environment what it needs besides the user's variables
 */
record Program(List<String> command, Map<String, String> environment, String url) {
  /** Longer class paths go by the environment: a command line has its limits. */
  private static final int LONG_CLASS_PATH = 8_000;

  /** The class's main, in a JVM with this one's class path. */
  static Program ofClass(Class<?> mainClass, RendererOptions options) {
    return ofClass(mainClass, options, System.getProperty("java.class.path", ""));
  }

  static Program ofClass(Class<?> mainClass, RendererOptions options, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options.jvmArguments());
    if (classPath.length() < LONG_CLASS_PATH) {
      command.add("-cp");
      command.add(classPath);
    }
    command.add(mainClass.getName());
    command.addAll(options.arguments());
    return new Program(command, Map.of("CLASSPATH", classPath), "java:" + mainClass.getName());
  }

  /**
   * Any program that speaks the protocol.
   *
   * @throws IllegalArgumentException when there is none, or the options are for a JVM
   */
  static Program ofCommand(List<String> command, RendererOptions options) {
    if (command.isEmpty() || command.get(0).isEmpty()) {
      throw new IllegalArgumentException("A command begins with a program; this is " + command);
    }
    if (!options.jvmArguments().isEmpty()) {
      throw new IllegalArgumentException(
          "jvmArguments are for renderers that are a class; put "
              + options.jvmArguments()
              + " into the command");
    }
    List<String> all = new ArrayList<>(command);
    all.addAll(options.arguments());
    Path name = Path.of(command.get(0)).getFileName();
    return new Program(all, Map.of(), "program:" + (name == null ? command.get(0) : name));
  }
}
