package dev.valence.net.netlog;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A net log that is being written to a file. Any thread. */
public interface NetLogRecording {
  Path path();

  /** False once it was stopped, has grown to its limit, or could not be written further. */
  boolean isRecording();

  /** Events that were left out, because the disk was slower than the network. */
  long droppedEvents();

  /**
   * Ends it.
   *
   * @return done when the file is whole; fails with a {@link dev.valence.net.NetException} when it
   *     could not be written. Not on a network thread. The same each time.
   */
  CompletableFuture<Void> stop();
}
