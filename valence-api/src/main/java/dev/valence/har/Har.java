package dev.valence.har;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Records the requests of one session as a HAR 1.2 file, which browsers' developer tools open. Each
 * hop of a redirect is an entry. What the cache answers is an entry, too, with {@code _fromCache};
 * where the server confirmed it, the entry has the server's 304 and times, and the stored content.
 * Ends by itself when the session is closed. Any thread.
 */
public interface Har {
  /** As {@link #start(Path, HarOptions)}, without bodies and with secrets masked. */
  CompletableFuture<Void> start(Path path);

  /**
   * Records requests that start from now on; each is written when it is over. The file is for its
   * user alone and whole JSON at any moment, also after a crash. A file of that name is replaced.
   *
   * @param path its folder must be there
   * @return done once it records; fails with a {@link dev.valence.net.NetException} when the file
   *     cannot be made
   * @throws IllegalStateException when this session records already
   */
  CompletableFuture<Void> start(Path path, HarOptions options);

  /**
   * Stops. Requests that are not over are left out.
   *
   * @return done when all is written. Fails with an {@link IllegalStateException} when nothing is
   *     recorded, with a {@link dev.valence.net.NetException} when it could not be written.
   */
  CompletableFuture<Void> stop();

  /** Whether this session records. */
  boolean isRecording();
}
