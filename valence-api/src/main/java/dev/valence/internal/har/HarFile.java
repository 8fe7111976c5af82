package dev.valence.internal.har;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
 * A HAR file that is whole JSON at any moment: each entry is written over the end of the file,
 * together with a new end, in one piece. One thread at a time.
 */
final class HarFile implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] END = "\n]}}\n".getBytes(StandardCharsets.US_ASCII);

  private final Path path;
  private final FileChannel channel;
  private long end;
  private boolean hasEntries;

  private HarFile(Path path, FileChannel channel, long end) {
    this.path = path;
    this.channel = channel;
    this.end = end;
  }

  /**
   * Makes the file, without entries.
   *
   * @throws NetException when that is not possible
   */
  static HarFile create(Path path, String version) throws NetException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NetException(
          NetError.FILE_NOT_FOUND,
          "the HAR file " + path + " needs the folder " + folder + ", which does not exist",
          null);
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new NetException(
          NetError.ACCESS_DENIED, "the HAR file " + path + " would replace what is no file", null);
    }
    Path fresh = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + ".new");
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              privately(folder));
      byte[] head = head(version);
      write(channel, ByteBuffer.wrap(head), 0);
      write(channel, ByteBuffer.wrap(END), head.length);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new HarFile(path, channel, head.length);
    } catch (IOException e) {
      discard(channel, fresh);
      throw new NetException(NetError.FAILED, "the HAR file " + path + " could not be made", e);
    }
  }

  private static byte[] head(String version) {
    ObjectNode creator = JSON.createObjectNode().put("name", "Valence").put("version", version);
    String head = "{\"log\":{\"version\":\"1.2\",\"creator\":" + creator + ",\"entries\":[\n";
    return head.getBytes(StandardCharsets.UTF_8);
  }

  void append(ObjectNode entry) throws NetException {
    try {
      byte[] json = JSON.writeValueAsBytes(entry);
      ByteBuffer bytes = ByteBuffer.allocate(json.length + END.length + 2);
      if (hasEntries) {
        bytes.put((byte) ',').put((byte) '\n');
      }
      bytes.put(json);
      long newEnd = end + bytes.position();
      bytes.put(END).flip();
      write(channel, bytes, end);
      end = newEnd;
      hasEntries = true;
    } catch (IOException e) {
      throw new NetException(
          NetError.FAILED, "the HAR file " + path + " could not be written further", e);
    }
  }

  @Override
  public void close() throws NetException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new NetException(NetError.FAILED, "the HAR file " + path + " could not be closed", e);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
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

  private static FileAttribute<?>[] privately(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
