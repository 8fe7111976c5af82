package dev.valence.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds a Python 2.7, for programs that never learned Python 3: by PATH, or as pyenv keeps it. (For
 * Debian there is none any more; under Jython, Autobahn misses ends of connections.)
 */
final class Python2 {
  private Python2() {}

  /**
   * The program.
   *
   * @throws MissingPeerException when there is none
   */
  static Path find() throws IOException, InterruptedException {
    for (Path candidate : candidates()) {
      if (isPython2(candidate)) {
        return candidate;
      }
    }
    throw new MissingPeerException(
        "There is no Python 2.7 on the PATH or in ~/.pyenv/versions; to have one: pyenv install"
            + " 2.7.18");
  }

  private static List<Path> candidates() throws IOException {
    List<Path> candidates = new ArrayList<>();
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "/usr/bin" : path).split(":", -1)) {
      for (String name : List.of("python2.7", "python2", "pypy2", "pypy")) {
        candidates.add(Path.of(folder, name));
      }
    }
    Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
    if (Files.isDirectory(pyenv)) {
      try (Stream<Path> versions = Files.list(pyenv)) {
        versions.map(version -> version.resolve("bin/python2.7")).forEach(candidates::add);
      }
    }
    return candidates.stream().filter(Files::isExecutable).toList();
  }

  private static boolean isPython2(Path program) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(
                program.toString(), "-c", "import sys; sys.exit(sys.version_info[:2] != (2, 7))")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!asked.waitFor(30, TimeUnit.SECONDS)) {
      asked.destroyForcibly();
      return false;
    }
    return asked.exitValue() == 0;
  }
}
