package dev.valence.cli.ws;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file of the lines that were typed in conversations; its user's alone. */
final class TypedHistory {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private TypedHistory() {}

  /** The file in this folder, made private before anything is written. */
  static Path in(Path folder) throws IOException {
    Path file = folder.resolve("ws-history");
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ofFile =
        posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)} : none();
    FileAttribute<?>[] ofFolder =
        posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FOLDER)} : none();
    Files.createDirectories(folder, ofFolder);
    try {
      Files.createFile(file, ofFile);
    } catch (FileAlreadyExistsException e) {
      if (posix) {
        Files.setPosixFilePermissions(file, FILE);
      }
    }
    return file;
  }

  private static FileAttribute<?>[] none() {
    return new FileAttribute<?>[0];
  }
}
