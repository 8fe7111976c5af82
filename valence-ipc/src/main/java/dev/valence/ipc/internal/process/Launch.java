package dev.valence.ipc.internal.process;

import dev.valence.ipc.process.RendererOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the JVM of a renderer. */
public final class Launch {
  /** The variable that tells where to connect. */
  public static final String ADDRESS = "VALENCE_IPC_ADDRESS";

  /** The variable with the secret: unlike arguments, no other user can see it. */
  public static final String SECRET = "VALENCE_IPC_SECRET";

  /** Longer class paths go by the environment: a command line has its limits. */
  private static final int LONG_CLASS_PATH = 8_000;

  private Launch() {}

  static Process start(Class<?> mainClass, RendererOptions options, String address, Secret secret)
      throws IOException {
    String classPath = System.getProperty("java.class.path", "");
    ProcessBuilder builder = new ProcessBuilder(command(mainClass, options, classPath));
    builder.environment().put("CLASSPATH", classPath);
    builder.environment().putAll(options.environment());
    builder.environment().put(ADDRESS, address);
    builder.environment().put(SECRET, secret.hex());
    builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    builder.redirectOutput(options.output()).redirectError(options.errors());
    options.folder().ifPresent(builder::directory);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  static List<String> command(Class<?> mainClass, RendererOptions options, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options.jvmArguments());
    if (classPath.length() < LONG_CLASS_PATH) {
      command.add("-cp");
      command.add(classPath);
    }
    command.add(mainClass.getName());
    command.addAll(options.arguments());
    return command;
  }
}
