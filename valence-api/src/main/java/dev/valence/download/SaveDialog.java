package dev.valence.download;

import java.nio.file.Path;

/** Asks the user where to save; the application's own, as the JVM has none for every toolkit. */
@FunctionalInterface
public interface SaveDialog {
  /**
   * Called on the event thread for a download whose place nobody has decided. Bytes wait meanwhile.
   *
   * @param options what a listener of {@code will-download} has set
   * @param suggested the folder for downloads and the name of the file
   * @param answer to be called once, now or later, from any thread
   */
  void choose(
      DownloadItem item, SaveDialogOptions options, Path suggested, SaveDialogAnswer answer);
}
