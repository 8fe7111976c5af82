package dev.valence.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Starting other programs, on one processor where asked. */
public final class Commands {
  private Commands() {}

  /** Runs a program to its end; a failure carries what it printed. */
  public static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command.get(0) + " failed: " + output.strip());
      }
    } catch (InterruptedException e) {
      process.destroy();
      throw new IOException("interrupted while " + command.get(0) + " ran", e);
    }
  }

  /** The command that starts {@code command} on one processor only. */
  public static List<String> pinned(OptionalInt processor, List<String> command) {
    List<String> whole = new ArrayList<>();
    if (processor.isPresent()) {
      whole.addAll(List.of("taskset", "-c", Integer.toString(processor.getAsInt())));
    }
    whole.addAll(command);
    return whole;
  }

  /** Whether a program is on the PATH. */
  public static boolean exists(String program) {
    String path = System.getenv("PATH");
    if (path == null) {
      return false;
    }
    for (String folder : path.split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
