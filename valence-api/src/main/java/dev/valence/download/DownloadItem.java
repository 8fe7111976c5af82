package dev.valence.download;

import dev.valence.event.Event;
import dev.valence.event.EventEmitter;
import dev.valence.event.EventType;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One download, as Electron's {@code DownloadItem}. Bytes go to a file beside the final one, named
 * {@code NAME.xxxxxxxx.part}; it gets its name when it is whole, and not before. Any thread.
 *
 * <p>A fault that may pass (a lost connection, a server that is overloaded) is met with further
 * tries, which continue where the bytes end, if the server shows that its file is still the same.
 * Only when these are used up the download is {@link DownloadState#INTERRUPTED}.
 *
 * <p>When its session is closed, it is interrupted, and {@link #pause}, {@link #resume} and {@link
 * #cancel} have no effect: a persistent session has it in its next life.
 */
public interface DownloadItem extends EventEmitter {
  /** Listener of {@link #UPDATED} and {@link #DONE}. */
  @FunctionalInterface
  interface StateListener {
    /** The download is in this state now. */
    void onState(Event event, DownloadState state);
  }

  /**
   * There is news, and the download is not done: progress (twice a second at most), a pause, or an
   * interruption that {@link #resume} can end.
   */
  EventType<StateListener> UPDATED = EventType.of("updated");

  /**
   * The end: completed, cancelled, or interrupted for good. Fired once, unless the download is
   * resumed.
   */
  EventType<StateListener> DONE = EventType.of("done");

  /** Its name in {@link Downloads}, the same after a restart. */
  String id();

  /**
   * Where the file goes. Counts in a listener of {@code will-download} only. Missing folders are
   * made; a file that is there is replaced.
   *
   * @throws IllegalArgumentException when the path is not absolute, or is a folder
   * @throws IllegalStateException when the place of the file has been decided
   */
  void setSavePath(Path path);

  /** The same as {@link #setSavePath}: Electron's property. */
  default void savePath(Path path) {
    setSavePath(path);
  }

  /** Where the file goes; null while that is not decided. */
  @Nullable Path getSavePath();

  /** The same as {@link #getSavePath}: Electron's property. */
  default @Nullable Path savePath() {
    return getSavePath();
  }

  /**
   * Options for the dialog that asks where to save. Counts in a listener of {@code will-download}
   * only. The JVM has no dialog of its own: the options go to {@link Downloads#setSaveDialog}.
   */
  void setSaveDialogOptions(SaveDialogOptions options);

  /** What was set by {@link #setSaveDialogOptions}; the empty options before. */
  SaveDialogOptions getSaveDialogOptions();

  /** Stops taking bytes; the state stays. No effect when the download does not run. */
  void pause();

  /** Whether it is paused. */
  boolean isPaused();

  /**
   * Lets a paused download go on, or an interrupted one that {@link #canResume}. What is there is
   * kept where the server sends ranges and gave an {@code ETag} or a {@code Last-Modified} that
   * prove the file is the same; otherwise it starts again from zero.
   */
  void resume();

  /** Whether {@link #resume} has an effect: it is paused, or interrupted but not for good. */
  boolean canResume();

  /** Gives the download up and removes what there is. No effect when it is done. */
  void cancel();

  /** The URL that the file comes from: the last of {@link #getURLChain}. */
  String getURL();

  /** Every URL, redirects included; without user names and passwords. */
  List<String> getURLChain();

  /** The media type, without parameters; empty where the server named none. */
  String getMimeType();

  /** Whether a user's gesture in a page started it; false without a page. */
  boolean hasUserGesture();

  /**
   * The name that was made from the response and the URL. The file's may differ: see {@link
   * #getSavePath}.
   */
  String getFilename();

  /** The size in bytes; 0 where it is not known. */
  long getTotalBytes();

  /** How many bytes are on the disk. */
  long getReceivedBytes();

  /** How much is done, in percent; -1 where the size is not known. */
  int getPercentComplete();

  /** Bytes a second over the last seconds; 0 when it does not run. */
  long getCurrentBytesPerSecond();

  /** The value of {@code Content-Disposition}; empty where there is none. */
  String getContentDisposition();

  /** Where it stands. */
  DownloadState getState();

  /** The value of {@code Last-Modified}; empty where there is none. */
  String getLastModifiedTime();

  /** The value of {@code ETag}; empty where there is none. */
  String getETag();

  /** When it was started, in seconds since 1970. */
  double getStartTime();

  /** When it ended, in seconds since 1970; 0 before. */
  double getEndTime();

  /** The origin of the page that started it; empty where none did. */
  String getInitiatorOrigin();

  /** Why it broke off last; null where it did not, or runs again. Not in Electron. */
  @Nullable InterruptReason interruptReason();

  /** The failure behind {@link #interruptReason}; null where there is none, or after a restart. */
  @Nullable Exception interruptCause();

  /**
   * Done when the download needs nobody but its owner: it is completed, cancelled, or interrupted
   * with no further try. After {@link #resume} there is a new future. Never fails. Not in Electron.
   */
  CompletableFuture<DownloadState> settled();

  @Override
  <L> DownloadItem on(EventType<L> type, L listener);

  @Override
  <L> DownloadItem once(EventType<L> type, L listener);

  @Override
  <L> DownloadItem off(EventType<L> type, L listener);
}
