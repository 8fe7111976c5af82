package dev.valence.net.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files and folders for the user alone, from their first moment on. Where the file system
 * knows no POSIX permissions, such as on Windows, they have those of the folder that they are in,
 * which in a user's home are the user's. Thread-safe.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?>[] NONE = {};

  private PrivateFiles() {}

  /**
   * Opens a file; one that this makes is private, one that was there stays as it is.
   *
   * @throws IOException as {@link FileChannel#open(Path, Set, FileAttribute[])}
   */
  public static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    return FileChannel.open(file, options, attributes(file, FILE));
  }

  /**
   * Makes an empty file.
   *
   * @throws IOException as {@link Files#createFile}
   */
  public static void create(Path file) throws IOException {
    Files.createFile(file, attributes(file, FILE));
  }

  /**
   * Makes an empty file with a name that no other has.
   *
   * @throws IOException as {@link Files#createTempFile(Path, String, String, FileAttribute[])}
   */
  public static Path createTemporary(Path folder, String prefix, String suffix) throws IOException {
    return Files.createTempFile(folder, prefix, suffix, attributes(folder, FILE));
  }

  /**
   * Takes the file away from all others.
   *
   * @throws IOException when it is not there, or not the user's
   */
  public static void restrict(Path file) throws IOException {
    if (isPosix(file)) {
      Files.setPosixFilePermissions(file, FILE);
    }
  }

  /**
   * Makes a folder and what is missing above it; what was there stays as it is.
   *
   * @throws IOException as {@link Files#createDirectories}
   */
  public static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(folder, FOLDER));
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : NONE;
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
