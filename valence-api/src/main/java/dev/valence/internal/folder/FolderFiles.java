package dev.valence.internal.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The files of one folder. Links are followed as long as they end inside; the folder itself may be
 * one. Its methods block.
 */
public final class FolderFiles {
  private final Path root;

  public FolderFiles(Path root) {
    this.root = root;
  }

  /** Whether names follow the rules of Windows. */
  public boolean isWindows() {
    return root.getFileSystem().getSeparator().equals("\\");
  }

  /**
   * The real path of what these names lead to.
   *
   * @throws NoSuchFileException when there is nothing, or when it lies outside the folder
   */
  public Path find(List<String> names) throws IOException {
    Path realRoot = root.toRealPath();
    Path named = realRoot;
    try {
      for (String name : names) {
        Path one = root.getFileSystem().getPath(name);
        if (one.isAbsolute() || one.getNameCount() != 1) {
          throw new NoSuchFileException(name);
        }
        named = named.resolve(one);
      }
    } catch (InvalidPathException e) {
      NoSuchFileException none = new NoSuchFileException(names.toString());
      none.initCause(e);
      throw none;
    }
    Path real = named.toRealPath();
    if (!real.startsWith(realRoot)) {
      throw new NoSuchFileException(named.toString(), null, "it lies outside the folder");
    }
    return real;
  }

  /**
   * Finds the same again each time it is asked: a file that was exchanged for a link since is not
   * opened.
   */
  public Callable<Path> finder(List<String> names) {
    return () -> find(names);
  }

  /** Whether it is a file that can be served. */
  static boolean isFile(Path real) {
    return Files.isRegularFile(real);
  }
}
