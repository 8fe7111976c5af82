package dev.valence.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the class path of one client: its own jars and the benchmark's, no others. */
public record ClassPath(Path benchJar, Path libraries) {

  /**
   * The class path for these artifacts; a star at the end of one stands for any ending.
   *
   * @throws IOException when one has no jar
   */
  public String of(List<String> artifacts) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(libraries)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    List<Path> chosen = new ArrayList<>();
    chosen.add(benchJar);
    for (String artifact : artifacts) {
      Pattern name =
          artifact.endsWith("*")
              ? Pattern.compile(Pattern.quote(artifact.substring(0, artifact.length() - 1)) + ".*")
              : Pattern.compile(Pattern.quote(artifact) + "-\\d.*");
      List<Path> found =
          jars.stream()
              .filter(jar -> name.matcher(jar.getFileName().toString()).matches())
              .toList();
      if (found.isEmpty()) {
        throw new IOException("no jar of " + artifact + " in " + libraries);
      }
      chosen.addAll(found);
    }
    return chosen.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
