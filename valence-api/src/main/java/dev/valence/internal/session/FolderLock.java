package dev.valence.internal.session;

import dev.valence.net.file.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one lock of a session's folder. The operating system holds it and lets it go with the
 * process, however that ends; the file {@code lock} says who has it.
 */
public final class FolderLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

  /** The operating system's locks belong to the process: within it this map decides. */
  private static final Map<Path, FolderLock> HELD = new HashMap<>();

  /**
   * The pid is written behind the locked byte: on Windows a locked byte cannot be read by others.
   */
  private static final long LOCKED_BYTE = 0;

  private final Path key;
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(Path key, FileChannel channel, FileLock lock) {
    this.key = key;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder, for the user alone, and takes its lock.
   *
   * @throws IllegalStateException naming the folder and who has it
   * @throws UncheckedIOException when the folder cannot be made or written
   */
  public static FolderLock take(Path folder) {
    // One at a time: on POSIX, closing a second channel would let the first one's lock go.
    synchronized (HELD) {
      return takeAlone(folder);
    }
  }

  private static FolderLock takeAlone(Path folder) {
    try {
      PrivateFiles.createFolder(folder);
      Path key = folder.toRealPath();
      if (HELD.containsKey(key)) {
        throw inUse(folder, "this process");
      }
      FileChannel channel =
          PrivateFiles.open(
              folder.resolve("lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
      return lock(folder, key, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("the session's folder cannot be used: " + folder, e);
    }
  }

  private static FolderLock lock(Path folder, Path key, FileChannel channel) throws IOException {
    boolean taken = false;
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw inUse(folder, "process " + holder(channel));
      }
      FolderLock held = new FolderLock(key, channel, lock);
      HELD.put(key, held);
      String pid = "\n" + ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      taken = true;
      return held;
    } catch (OverlappingFileLockException e) {
      throw inUse(folder, "this process");
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  /**
   * Who has the lock of a folder: the number of a process; null for nobody. Takes the lock for a
   * moment to find out.
   *
   * @throws IOException when the lock cannot be read
   */
  public static @Nullable String holderOf(Path folder) throws IOException {
    Path file = folder.resolve("lock");
    if (!Files.exists(file)) {
      return null;
    }
    synchronized (HELD) {
      // Before the file is opened: on POSIX, closing it would let a lock of this process go.
      if (HELD.containsKey(folder.toRealPath())) {
        return Long.toString(ProcessHandle.current().pid());
      }
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock probe = channel.tryLock(LOCKED_BYTE, 1, false)) {
        return probe == null ? holder(channel) : null;
      }
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    channel.read(text, 1);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "unknown" : pid;
  }

  private static IllegalStateException inUse(Path folder, String holder) {
    return new IllegalStateException(
        "the session folder "
            + folder
            + " is in use by "
            + holder
            + "; close the Valence that has it, or give this one another userData folder");
  }

  @Override
  public void close() {
    synchronized (HELD) {
      try {
        lock.release();
        channel.close();
      } catch (IOException e) {
        LOG.warn("the lock of {} did not come free in order", key, e);
      } finally {
        HELD.remove(key, this);
      }
    }
  }
}
