package dev.valence.ipc.main;

import dev.valence.ipc.port.MessagePortMain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a message came from, to be checked before it is trusted. A renderer that is a JVM has one
 * frame, its main frame; it shows no page, so that its URL tells the class that was started.
 */
public interface WebFrameMain {
  /** The URL; {@code java:} and the main class for a JVM, else {@code program:} and its name. */
  String url();

  /** The origin; {@code null} as text where it is opaque, as for a JVM. */
  String origin();

  /** The number of the operating system's process. */
  long processId();

  /** The number of the frame in its process; 1 for the only one of a JVM. */
  int routingId();

  /** What tells this frame from all others of the program's run. */
  String frameToken();

  /** The frame around this one; null for a main frame. */
  @Nullable WebFrameMain parent();

  /** Whether the frame is gone. */
  boolean detached();

  /**
   * Sends a message. What cannot be cloned is logged and not sent, as in Electron.
   *
   * @throws IllegalArgumentException without a channel
   */
  void send(String channel, @Nullable Object... args);

  /**
   * Sends a message with ports, which cannot be used here any more.
   *
   * @throws dev.valence.ipc.clone.DataCloneException when it cannot be cloned
   * @throws IllegalArgumentException with Electron's texts, when a port cannot travel
   */
  void postMessage(
      String channel, @Nullable Object message, List<? extends @Nullable MessagePortMain> transfer);
}
