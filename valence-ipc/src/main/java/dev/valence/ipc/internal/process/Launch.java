package dev.valence.ipc.internal.process;

import dev.valence.ipc.process.RendererOptions;
import java.io.IOException;

/** Starts the process of a renderer. */
public final class Launch {
  /** The variable that tells where to connect. */
  public static final String ADDRESS = "VALENCE_IPC_ADDRESS";

  /** The variable with the secret: unlike arguments, no other user can see it. */
  public static final String SECRET = "VALENCE_IPC_SECRET";

  private Launch() {}

  static Process start(Program program, RendererOptions options, String address, Secret secret)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.command());
    builder.environment().putAll(program.environment());
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
}
