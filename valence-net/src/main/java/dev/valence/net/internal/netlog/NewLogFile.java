package dev.valence.net.internal.netlog;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file of a log as it begins: for the user alone, and under its name only when its head is
 * whole.
 *
 * @param size the bytes that are in it
 */
record NewLogFile(FileChannel channel, long size) {
  /**
   * Makes it; a file of that name is replaced.
   *
   * @throws NetException when that is not possible
   */
  static NewLogFile create(Path path, String constants, JsonBytes firstEvent) throws NetException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NetException(
          NetError.FILE_NOT_FOUND,
          "the net log " + path + " needs the folder " + folder + ", which does not exist",
          null);
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new NetException(
          NetError.ACCESS_DENIED, "the net log " + path + " would replace what is no file", null);
    }
    Path fresh = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + ".new");
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              privately(folder));
      long size = write(channel, constants, firstEvent);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new NewLogFile(channel, size);
    } catch (IOException | UncheckedIOException e) {
      discard(channel, fresh);
      throw new NetException(
          e instanceof AccessDeniedException ? NetError.ACCESS_DENIED : NetError.FAILED,
          "the net log " + path + " could not be made",
          e);
    }
  }

  private static long write(FileChannel channel, String constants, JsonBytes firstEvent)
      throws IOException {
    String head = "{\"constants\":" + constants + ",\"events\":[\n";
    ByteBuffer start = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer event = ByteBuffer.wrap(firstEvent.array(), 0, firstEvent.length());
    long size = 0;
    while (start.hasRemaining()) {
      size += channel.write(start);
    }
    while (event.hasRemaining()) {
      size += channel.write(event);
    }
    return size;
  }

  private static void discard(@Nullable FileChannel channel, Path fresh) {
    try {
      if (channel != null) {
        channel.close();
      }
      Files.deleteIfExists(fresh);
    } catch (IOException e) {
      // The first failure says what is wrong.
      return;
    }
  }

  private static FileAttribute<?>[] privately(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
