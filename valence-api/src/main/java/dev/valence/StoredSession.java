package dev.valence;

import dev.valence.internal.session.FolderLock;
import dev.valence.internal.session.PartitionNames;
import dev.valence.net.cookie.CookieFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session kept in a userData folder, seen from outside, also while a process has it open.
 *
 * @param partition its name, such as {@code persist:work}; empty for the default session
 * @param folder where it is
 * @param bytes the size of its files
 * @param cookies how many cookies it has; -1 where that cannot be read
 * @param holder the number of the process that has it open; null for none
 */
public record StoredSession(
    String partition, Path folder, long bytes, int cookies, @Nullable String holder) {
  private static final String DATABASE = "session.db";
  private static final String PARTITIONS = "Partitions";

  /**
   * The sessions in a folder, by name; none where there is no such folder. Blocks.
   *
   * @param userData as given to {@link Valence.Builder#userData}
   * @throws IOException when the folder cannot be read
   */
  public static List<StoredSession> in(Path userData) throws IOException {
    List<StoredSession> found = new ArrayList<>();
    if (Files.exists(userData.resolve(DATABASE))) {
      found.add(of("", userData));
    }
    Path partitions = userData.resolve(PARTITIONS);
    if (Files.isDirectory(partitions)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(partitions)) {
        for (Path folder : folders) {
          String name = PartitionNames.partition(folder.getFileName().toString());
          if (name != null && Files.isDirectory(folder)) {
            found.add(of("persist:" + name, folder));
          }
        }
      }
    }
    found.sort(Comparator.comparing(StoredSession::partition));
    return found;
  }

  private static StoredSession of(String partition, Path folder) throws IOException {
    return new StoredSession(
        partition,
        folder,
        size(folder, partition.isEmpty()),
        cookies(folder),
        FolderLock.holderOf(folder));
  }

  private static int cookies(Path folder) {
    Path database = folder.resolve(DATABASE);
    if (!Files.exists(database)) {
      return 0;
    }
    try {
      return CookieFile.count(database, Instant.now());
    } catch (IOException e) {
      return -1;
    }
  }

  /** The partitions lie in the folder of the default session and are no part of it. */
  private static long size(Path folder, boolean leaveOutPartitions) throws IOException {
    Path left = folder.resolve(PARTITIONS);
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !(leaveOutPartitions && file.startsWith(left)))
          .mapToLong(StoredSession::sizeOf)
          .sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException e) {
      // SQLite's log comes and goes.
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
