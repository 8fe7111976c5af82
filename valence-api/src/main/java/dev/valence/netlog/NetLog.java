package dev.valence.netlog;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Records what happens on the network, in the format of Chromium's NetLog, which the public netlog
 * viewer opens. As in Electron, the log of one session holds the traffic of all sessions of its
 * {@code Valence}. Several sessions may log at once, each into a file of its own. A log ends by
 * itself when the {@code Valence} is closed. Any thread.
 */
public interface NetLog {
  /** As {@link #startLogging(Path, NetLogOptions)}, in the mode default and without a limit. */
  CompletableFuture<Void> startLogging(@Nullable Path path);

  /**
   * Starts.
   *
   * <p>The file is for its user alone and is written while things happen; it can be read at any
   * moment, also after a crash. A file of that name is replaced.
   *
   * @param path its folder must be there
   * @return done once recording has begun, connections that stand included. Fails with a {@link
   *     dev.valence.net.NetException} when the file cannot be made.
   * @throws IllegalArgumentException "The first parameter must be a valid string" for no or an
   *     empty path
   * @throws IllegalStateException "There is already a net log running"
   */
  CompletableFuture<Void> startLogging(@Nullable Path path, NetLogOptions options);

  /**
   * Stops.
   *
   * @return done when the file is whole; also for a log that has ended at its limit. Fails with an
   *     {@link IllegalStateException}, "No net log in progress", when there is none.
   */
  CompletableFuture<Void> stopLogging();

  /** Whether this session's log is being recorded. */
  boolean currentlyLogging();
}
