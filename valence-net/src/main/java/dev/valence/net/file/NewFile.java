package dev.valence.net.file;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A recording as it begins: for the user alone, and under its name only when its head is whole. */
public final class NewFile {
  private NewFile() {}

  /**
   * Makes the file; one of that name is replaced. Blocks for the disk.
   *
   * @param what what it is, for errors: {@code net log}
   * @param head its first bytes
   * @return at the end of the head
   * @throws NetException when that is not possible; its detail says why
   */
  public static FileChannel begin(Path path, String what, byte[] head) throws NetException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NetException(
          NetError.FILE_NOT_FOUND,
          "the " + what + " " + path + " needs the folder " + folder + ", which does not exist",
          null);
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new NetException(
          NetError.ACCESS_DENIED,
          "the " + what + " " + path + " would replace what is no file",
          null);
    }
    Path fresh = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + ".new");
    FileChannel channel = null;
    try {
      channel =
          PrivateFiles.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      ByteBuffer start = ByteBuffer.wrap(head);
      while (start.hasRemaining()) {
        channel.write(start);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return channel;
    } catch (IOException | UncheckedIOException e) {
      discard(channel, fresh);
      throw new NetException(
          e instanceof AccessDeniedException ? NetError.ACCESS_DENIED : NetError.FAILED,
          "the " + what + " " + path + " could not be made",
          e);
    }
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
}
