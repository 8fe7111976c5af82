package dev.valence.internal.download.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What may be the path of a file to save. */
public final class SavePath {
  private SavePath() {}

  /**
   * The path, in its normal form.
   *
   * @throws IllegalArgumentException when it is not absolute, or names no file
   */
  public static Path require(Path path) {
    Objects.requireNonNull(path, "path");
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("the save path is not absolute: " + path);
    }
    Path normal = path.normalize();
    if (normal.getFileName() == null) {
      throw new IllegalArgumentException(
          "the save path is a folder; give the name of a file: " + path);
    }
    return normal;
  }

  /**
   * As {@link #require}, for one that is used now.
   *
   * @throws IllegalArgumentException also when there is a folder
   */
  public static Path requireFile(Path path) {
    Path normal = require(path);
    if (Files.isDirectory(normal)) {
      throw new IllegalArgumentException(
          "the save path is a folder; give the name of a file: " + path);
    }
    return normal;
  }
}
