package dev.valence.bench.clone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Node.js process that runs {@code clone.js}, and waits while it is not asked. */
final class NodeClone implements AutoCloseable {
  private final Path script;
  private final Process process;
  private final Writer out;
  private final BufferedReader in;

  /**
   * Starts it.
   *
   * @param message the message as JSON, in one line
   */
  NodeClone(String message) throws IOException {
    script = Files.createTempFile("valence-bench", ".js");
    try (InputStream source = NodeClone.class.getResourceAsStream("clone.js")) {
      if (source == null) {
        throw new IllegalStateException("clone.js is missing");
      }
      Files.write(script, source.readAllBytes());
    }
    process =
        new ProcessBuilder("node", script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    out = process.outputWriter(StandardCharsets.UTF_8);
    in = process.inputReader(StandardCharsets.UTF_8);
    out.write(message + "\n");
    out.flush();
  }

  /** Nanoseconds of the processor for one run of a task, measured for some time. */
  double measure(String task, long milliseconds) throws IOException {
    out.write(task + " " + milliseconds + "\n");
    out.flush();
    String answer = in.readLine();
    if (answer == null) {
      throw new IOException("Node.js has ended");
    }
    String[] parts = answer.split(" ");
    return Double.parseDouble(parts[1]) / Double.parseDouble(parts[0]);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    out.close();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    Files.delete(script);
  }
}
