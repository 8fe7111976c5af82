package dev.valence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The public JSON schema of HAR 1.2: the npm package {@code har-schema} (ISC), which is asked by
 * {@code ajv} (MIT). npm brings both into the build folder when they are first needed; neither is a
 * part of this project.
 */
public final class HarSchema {
  private static final Path FOLDER = Path.of("target", "har-schema").toAbsolutePath();
  private static final List<String> PACKAGES = List.of("har-schema@2.0.0", "ajv@6.12.6");
  private static final String LAST_LINE = "CHECKED";
  private static final int MOST_SECONDS = 180;

  private HarSchema() {}

  /**
   * What is wrong in a file: nothing when it is HAR 1.2.
   *
   * @throws MissingPeerException when Node.js or npm is not installed
   * @throws IOException when the packages cannot be had, or the file cannot be checked at all
   */
  public static synchronized List<String> findings(Path har)
      throws IOException, InterruptedException {
    Path node = PeerProcess.find("node", "nodejs");
    install();
    try (InputStream script = HarSchema.class.getResourceAsStream("har-check.js")) {
      if (script == null) {
        throw new IOException("har-check.js is missing from the testkit");
      }
      Files.copy(script, FOLDER.resolve("har-check.js"), StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> lines =
        new ArrayList<>(
            run(List.of(node.toString(), "har-check.js", har.toAbsolutePath().toString())));
    if (lines.isEmpty() || !lines.remove(lines.size() - 1).equals(LAST_LINE)) {
      throw new IOException("the schema could not be asked: " + lines);
    }
    return lines;
  }

  private static void install() throws IOException, InterruptedException {
    if (Files.exists(FOLDER.resolve("node_modules/har-schema/package.json"))
        && Files.exists(FOLDER.resolve("node_modules/ajv/package.json"))) {
      return;
    }
    Files.createDirectories(FOLDER);
    List<String> command =
        new ArrayList<>(
            List.of(
                PeerProcess.find("npm", "npm").toString(),
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
                FOLDER.toString()));
    command.addAll(PACKAGES);
    List<String> output = run(command);
    if (!Files.exists(FOLDER.resolve("node_modules/har-schema/package.json"))) {
      throw new IOException("npm did not bring " + PACKAGES + ": " + output);
    }
  }

  private static List<String> run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("valence-har", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " took longer than " + MOST_SECONDS + " s");
      }
      return Files.readAllLines(output, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
