package dev.valence.download;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The answer of a {@link SaveDialog}; the first call counts. */
@FunctionalInterface
public interface SaveDialogAnswer {
  /**
   * Saves there.
   *
   * @param path absolute; a file that is there is replaced. Null cancels the download
   * @throws IllegalStateException when it was answered before
   * @throws IllegalArgumentException when the path is not absolute
   */
  void complete(@Nullable Path path);
}
