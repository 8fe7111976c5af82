package dev.valence.net.url;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The public test vectors; where they are absent the test is reported as skipped. */
final class Vectors {
  private Vectors() {}

  static JsonNode json(String file) throws IOException {
    String folder = System.getProperty("valence.vectors", "");
    Path path = Path.of(folder, "url", file);
    boolean there = !folder.isEmpty() && Files.exists(path);
    if (!there) {
      System.out.println("Skipped: no public vectors url/" + file + " (property valence.vectors)");
    }
    Assumptions.assumeTrue(there, "no public vectors url/" + file);
    return new ObjectMapper().readTree(Files.readAllBytes(path));
  }
}
