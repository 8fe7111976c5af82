package dev.valence.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files of the project as the house tests see them. */
final class ProjectFiles {
  private ProjectFiles() {}

  /** The project's root folder. */
  static Path root() {
    String root = System.getProperty("valence.root");
    Path folder = root != null ? Path.of(root) : Path.of("..");
    if (!Files.exists(folder.resolve("LICENSE"))) {
      throw new IllegalStateException(
          "The property valence.root does not name the project's root: " + root);
    }
    return folder.toAbsolutePath().normalize();
  }

  /** All files below the root whose path relative to it matches; build output is left out. */
  static List<Path> find(Predicate<String> relativePath) throws IOException {
    Path root = root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                String path = root.relativize(file).toString().replace('\\', '/');
                boolean built = ("/" + path).contains("/target/") || path.startsWith(".git/");
                return !built && relativePath.test(path);
              })
          .sorted()
          .toList();
    }
  }

  /** All sources of tests. */
  static List<Path> testSources() throws IOException {
    return find(path -> path.contains("/src/test/java/") && path.endsWith(".java"));
  }
}
