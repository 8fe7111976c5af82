package dev.valence;

import java.io.IOException;
import java.nio.file.Path;

/** A process that has a session's folder open until its standard input ends. */
final class FolderHolder {
  private FolderHolder() {}

  public static void main(String[] arguments) throws IOException {
    try (Valence valence = Valence.builder().build()) {
      valence.session().fromPath(Path.of(arguments[0]));
      System.out.println("open");
      System.out.flush();
      while (System.in.read() >= 0) {
        // Whatever is said, only the end counts.
      }
    }
  }
}
