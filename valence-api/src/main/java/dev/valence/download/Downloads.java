package dev.valence.download;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The downloads of a session; Valence's own. Those of a persistent session are written down in its
 * folder: after a restart, or a kill, they are here again, the unfinished ones interrupted. Any
 * thread.
 */
public interface Downloads {
  /**
   * Every download that was not removed: running, paused, interrupted and finished, in the order in
   * which they were started.
   *
   * @return fails with an {@link java.io.IOException} when the journal cannot be read
   */
  CompletableFuture<List<DownloadItem>> list();

  /**
   * Resumes the downloads that were not paused when the session was closed or its process ended.
   *
   * @return those it resumed
   */
  CompletableFuture<List<DownloadItem>> resumeAll();

  /**
   * Takes a download off the list; its file stays. One that is not done is cancelled. Done when
   * that is written down.
   */
  CompletableFuture<Void> remove(DownloadItem item);

  /**
   * How many downloads run at the same time; 8 by default. Others wait for their turn, in order.
   * Paused ones do not count.
   *
   * @throws IllegalArgumentException when it is below 1
   */
  void setMaxConcurrent(int most);

  /** How many downloads run at the same time. */
  int maxConcurrent();

  /**
   * The most bytes a second of all downloads of this session together; 0, the default, for no
   * limit.
   *
   * @throws IllegalArgumentException when it is negative
   */
  void setBandwidthLimit(long bytesPerSecond);

  /** The most bytes a second; 0 for no limit. */
  long bandwidthLimit();

  /**
   * Who asks the user where to save. Without one, files go to the session's folder for downloads.
   *
   * @param dialog null for none
   */
  void setSaveDialog(@Nullable SaveDialog dialog);

  /** Done when everything that has happened so far is written down. */
  CompletableFuture<Void> flush();
}
