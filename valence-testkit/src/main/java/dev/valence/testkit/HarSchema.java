package dev.valence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The public JSON schema of HAR 1.2: the npm package {@code har-schema} (ISC), which is asked by
 * {@code ajv} (MIT). npm brings both into the build folder when they are first needed; neither is a
 * part of this project.
 */
public final class HarSchema {
  private static final NpmPackages PACKAGES =
      new NpmPackages("har-schema", "har-schema@2.0.0", "ajv@6.12.6");
  private static final String LAST_LINE = "CHECKED";

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
    Path folder = PACKAGES.install();
    try (InputStream script = HarSchema.class.getResourceAsStream("har-check.js")) {
      if (script == null) {
        throw new IOException("har-check.js is missing from the testkit");
      }
      Files.copy(script, folder.resolve("har-check.js"), StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> lines =
        new ArrayList<>(
            PACKAGES.run(
                List.of(node.toString(), "har-check.js", har.toAbsolutePath().toString())));
    if (lines.isEmpty() || !lines.remove(lines.size() - 1).equals(LAST_LINE)) {
      throw new IOException("the schema could not be asked: " + lines);
    }
    return lines;
  }
}
