package dev.valence.internal.download.disk;

import dev.valence.internal.download.name.UniqueName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where whole files go: names that are free, kept for one download at a time, and taken at once.
 */
public final class SavePlace {
  /** The names that downloads of this process are going to have. */
  private static final Set<Path> RESERVED = ConcurrentHashMap.newKeySet();

  private SavePlace() {}

  /**
   * Reserves a name that no file has and no other download is going to have.
   *
   * @throws FileAlreadyExistsException when none of {@value UniqueName#MOST} is free
   */
  public static Path reserve(Path folder, String name) throws FileAlreadyExistsException {
    for (int i = 0; i < UniqueName.MOST; i++) {
      Path candidate = folder.resolve(UniqueName.of(name, i));
      if (!exists(candidate) && RESERVED.add(candidate)) {
        return candidate;
      }
    }
    throw new FileAlreadyExistsException(
        folder.resolve(name).toString(), null, "so are " + UniqueName.MOST + " names like it");
  }

  /** Others may have the name. */
  public static void release(Path place) {
    RESERVED.remove(place);
  }

  /**
   * Gives the whole part its name, in one step: whoever looks sees the old file, or none, or the
   * whole new one.
   *
   * @param replace whether a file that is there gives way; otherwise another name is taken
   * @return the name it has
   */
  public static Path publish(Path part, Path target, boolean replace) throws IOException {
    Path published = replace ? replace(part, target) : addBeside(part, target);
    sync(published.getParent());
    return published;
  }

  private static Path replace(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }

  private static Path addBeside(Path part, Path target) throws IOException {
    String name = String.valueOf(target.getFileName());
    for (int i = 0; i < UniqueName.MOST; i++) {
      Path candidate = target.resolveSibling(UniqueName.of(name, i));
      if (i > 0 && RESERVED.contains(candidate)) {
        continue;
      }
      try {
        link(part, candidate);
        return candidate;
      } catch (FileAlreadyExistsException taken) {
        // Somebody was faster; the next name.
      }
    }
    throw new FileAlreadyExistsException(target.toString());
  }

  /** A link fails where there is a file, which a rename on Unix would silently replace. */
  private static void link(Path part, Path target) throws IOException {
    try {
      Files.createLink(target, part);
    } catch (UnsupportedOperationException e) {
      Files.move(part, target);
      return;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!exists(part)) {
        throw e;
      }
      // A file system without links.
      Files.move(part, target);
      return;
    }
    Files.delete(part);
  }

  /**
   * Whether the target is this part under its new name: the process ended between the two steps of
   * {@link #publish}.
   */
  public static boolean isPublished(Path part, Path target, long length) throws IOException {
    if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return exists(part) ? Files.isSameFile(part, target) : Files.size(target) == length;
  }

  /** Whether the disk has room for so many more bytes; true where it does not tell. */
  public static boolean hasRoom(Path folder, long bytes) {
    try {
      long room = Files.getFileStore(folder).getUsableSpace();
      return room >= bytes;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void sync(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders; its journal keeps names by itself.
      return;
    }
  }
}
