package dev.valence;

import dev.valence.event.EventEmitter;
import dev.valence.event.EventType;
import dev.valence.protocol.Protocol;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The sessions of one {@code Valence}: Electron's module {@code session}. The same name gives the
 * same instance. Any thread.
 */
public interface Sessions extends EventEmitter {
  /** A session was made; fires once for each, with the session. */
  EventType<Consumer<Session>> SESSION_CREATED = EventType.of("session-created");

  /** The session for requests that name none; the same as {@code fromPartition("")}. */
  Session defaultSession();

  /**
   * Who answers which scheme in all sessions, present and future; a session's own handlers win.
   * Electron has this for one session at a time only.
   */
  Protocol protocol();

  /** As {@link #fromPartition(String, SessionOptions)}, with the default options. */
  Session fromPartition(String partition);

  /**
   * The session of a name, made where there is none.
   *
   * @param partition a name that begins with {@code persist:} is kept on the disk, below {@code
   *     userData/Partitions}; any other lives in memory; the empty name is the default session
   * @param options for a session that is made now
   * @throws IllegalStateException when a persistent session is wanted and the {@code Valence} has
   *     no userData, or when another process or {@code Valence} has its folder open
   */
  Session fromPartition(String partition, SessionOptions options);

  /** As {@link #fromPath(Path, SessionOptions)}, with the default options. */
  Session fromPath(Path path);

  /**
   * The session kept in a folder, made where there is none.
   *
   * @param path an absolute path
   * @throws IllegalArgumentException "An empty path was specified" or "An absolute path was not
   *     provided"
   * @throws IllegalStateException when another process or {@code Valence} has the folder open
   */
  Session fromPath(Path path, SessionOptions options);

  @Override
  <L> Sessions on(EventType<L> type, L listener);

  @Override
  <L> Sessions once(EventType<L> type, L listener);

  @Override
  <L> Sessions off(EventType<L> type, L listener);
}
