package dev.valence.internal.har;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.file.NewFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

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
    byte[] head = head(version);
    byte[] empty = Arrays.copyOf(head, head.length + END.length);
    System.arraycopy(END, 0, empty, head.length, END.length);
    return new HarFile(path, NewFile.begin(path, "HAR file", empty), head.length);
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
}
