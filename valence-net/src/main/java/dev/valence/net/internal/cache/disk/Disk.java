package dev.valence.net.internal.cache.disk;

import dev.valence.net.file.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        return PrivateFiles.open(path, options);
      };

  FileChannel open(Path path, boolean create) throws IOException;

  /** Makes the folder where it is not there yet. */
  static void createFolder(Path folder) throws IOException {
    PrivateFiles.createFolder(folder);
  }
}
