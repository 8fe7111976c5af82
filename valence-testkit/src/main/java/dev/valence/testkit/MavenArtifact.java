package dev.valence.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A jar that only one test runs, as a program beside it: Maven brings it into the build folder when
 * it is first needed, so that no other build pays for it. It is no part of this project.
 */
final class MavenArtifact {
  private static final Path FOLDER = Path.of("target", "artifacts").toAbsolutePath();
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";
  private static final int MOST_SECONDS = 300;

  private MavenArtifact() {}

  /**
   * The jar's file.
   *
   * @param coordinates {@code group:artifact:version}
   * @throws IOException when Maven cannot bring it; the message has its output
   */
  static synchronized Path bring(String coordinates) throws IOException, InterruptedException {
    String[] parts = coordinates.split(":", -1);
    Path jar = FOLDER.resolve(parts[1] + "-" + parts[2] + ".jar");
    if (Files.exists(jar)) {
      return jar;
    }
    Files.createDirectories(FOLDER);
    Path log = FOLDER.resolve("maven.txt");
    // In a folder without a project, and into another folder first: no half of a jar gets the name.
    Path aside = Files.createTempDirectory(FOLDER, "aside");
    Process maven =
        new ProcessBuilder(
                List.of(
                    PeerProcess.find("mvn", "maven").toString(),
                    "-B",
                    "-q",
                    PLUGIN + ":copy",
                    "-Dartifact=" + coordinates,
                    "-DoutputDirectory=" + aside))
            .directory(aside.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!maven.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || maven.exitValue() != 0) {
        maven.destroyForcibly();
        throw new IOException("Maven did not bring " + coordinates + ": " + Files.readString(log));
      }
      Files.move(aside.resolve(jar.getFileName()), jar);
    } finally {
      PeerProcess.deleteFolder(aside);
    }
    return jar;
  }
}
