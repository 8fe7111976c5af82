package dev.valence.internal.session;

import dev.valence.Session;
import dev.valence.SessionOptions;
import dev.valence.Sessions;
import dev.valence.event.EventType;
import dev.valence.event.dispatch.Listeners;
import dev.valence.internal.protocol.ProtocolImpl;
import dev.valence.protocol.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The {@link Sessions} of one {@code Valence}, by name and by folder. */
public final class SessionsImpl implements Sessions {
  private static final String PERSIST = "persist:";

  private final Engine engine;
  private final Listeners listeners;
  private final Protocol protocol;

  // Guarded by this.
  private final Map<Object, SessionImpl> sessions = new LinkedHashMap<>();
  private boolean closed;

  public SessionsImpl(Engine engine) {
    this.engine = engine;
    this.listeners = new Listeners(engine.events(), "Sessions", SESSION_CREATED);
    this.protocol = new ProtocolImpl(engine.protocols(), null);
  }

  @Override
  public Session defaultSession() {
    return session("", SessionOptions.defaults());
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public Session fromPartition(String partition) {
    return fromPartition(partition, SessionOptions.defaults());
  }

  @Override
  public Session fromPartition(String partition, SessionOptions options) {
    Objects.requireNonNull(partition, "partition");
    Objects.requireNonNull(options, "options");
    return session(partition, options);
  }

  /** The session of a partition; the empty name is the default session. */
  public SessionImpl session(String partition, SessionOptions options) {
    synchronized (this) {
      SessionImpl known = sessions.get(partition);
      if (known != null) {
        return known;
      }
      String name = partition.isEmpty() ? "default" : partition;
      return create(partition, name, folderOf(partition), options);
    }
  }

  private @Nullable Path folderOf(String partition) {
    Path userData = engine.userData();
    if (partition.isEmpty()) {
      return userData;
    }
    if (!partition.startsWith(PERSIST)) {
      return null;
    }
    if (userData == null) {
      throw new IllegalStateException(
          "the persistent partition "
              + partition
              + " needs a folder: give one with Valence.builder().userData(folder)");
    }
    String name = partition.substring(PERSIST.length());
    return userData.resolve("Partitions").resolve(PartitionNames.folder(name));
  }

  @Override
  public Session fromPath(Path path) {
    return fromPath(path, SessionOptions.defaults());
  }

  @Override
  public Session fromPath(Path path, SessionOptions options) {
    Objects.requireNonNull(options, "options");
    if (path.toString().isEmpty()) {
      throw new IllegalArgumentException("An empty path was specified");
    }
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("An absolute path was not provided");
    }
    Path key = path.normalize();
    synchronized (this) {
      SessionImpl known = sessions.get(key);
      return known != null ? known : create(key, path.toString(), path, options);
    }
  }

  private SessionImpl create(
      Object key, String name, @Nullable Path folder, SessionOptions options) {
    if (closed) {
      throw new IllegalStateException("the Valence is closed");
    }
    SessionImpl created = open(name, folder, options);
    sessions.put(key, created);
    listeners.post(SESSION_CREATED, listener -> listener.accept(created));
    return created;
  }

  private SessionImpl open(String name, @Nullable Path folder, SessionOptions options) {
    FolderLock lock = folder == null ? null : FolderLock.take(folder);
    try {
      return new SessionImpl(engine, name, folder, lock, options);
    } catch (RuntimeException | Error e) {
      if (lock != null) {
        lock.close();
      }
      throw e;
    }
  }

  /** Whether the session belongs to this {@code Valence}. */
  public SessionImpl own(Session session) {
    if (session instanceof SessionImpl own && own.isOf(engine)) {
      return own;
    }
    throw new IllegalArgumentException("the session belongs to another Valence: " + session);
  }

  /** Closes every session. */
  public void close() {
    List<SessionImpl> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(sessions.values());
    }
    open.forEach(SessionImpl::close);
  }

  @Override
  public <L> Sessions on(EventType<L> type, L listener) {
    listeners.add(type, listener, false);
    return this;
  }

  @Override
  public <L> Sessions once(EventType<L> type, L listener) {
    listeners.add(type, listener, true);
    return this;
  }

  @Override
  public <L> Sessions off(EventType<L> type, L listener) {
    listeners.remove(type, listener);
    return this;
  }

  @Override
  public Sessions removeAllListeners(EventType<?> type) {
    listeners.removeAll(type);
    return this;
  }

  @Override
  public Sessions removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(EventType<?> type) {
    return listeners.count(type);
  }
}
