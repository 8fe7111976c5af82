package dev.valence.net.internal.cache.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Opens files that only the user may read. */
@FunctionalInterface
interface Disk {
  /** The one of this machine. */
  Disk REAL =
      (path, create) -> {
        Set<OpenOption> options =
            create
                ? Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        return FileChannel.open(path, options, privately(path, "rw-------"));
      };

  FileChannel open(Path path, boolean create) throws IOException;

  /** Makes the folder where it is not there yet. */
  static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, privately(folder, "rwx------"));
  }

  private static FileAttribute<?>[] privately(Path path, String rights) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
