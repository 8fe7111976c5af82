package dev.valence.internal.download.disk;

import dev.valence.internal.download.rules.Span;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a download that is not whole, beside where it will be: on the same disk, so that one
 * step gives it its name. Several threads may write at different places; closing it ends them.
 */
public final class PartFile implements Closeable {
  /** So many bytes before the end of a span are summed up, to know them again after a crash. */
  private static final int TAIL = 16 << 10;

  private static final int MOST_NAME_BYTES = 255;

  private final Path path;
  private final FileChannel channel;

  private PartFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Where the part of a file lies. */
  public static Path pathFor(Path target, String id) {
    String ending = "." + id.substring(0, Math.min(8, id.length())) + ".part";
    String name = String.valueOf(target.getFileName());
    boolean fits =
        name.getBytes(StandardCharsets.UTF_8).length + ending.length() <= MOST_NAME_BYTES;
    return target.resolveSibling(fits ? name + ending : "download" + ending);
  }

  /** Opens it, making it and its folder where they are not there. */
  public static PartFile open(Path path) throws IOException {
    Path folder = path.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new PartFile(
        path,
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  public Path path() {
    return path;
  }

  /** Writes all of it. */
  public void write(ByteBuffer piece, long position) throws IOException {
    long at = position;
    while (piece.hasRemaining()) {
      at += channel.write(piece, at);
    }
  }

  /** Whether the file is still where it was made; somebody may have removed the folder. */
  public boolean isThere() {
    return Files.exists(path);
  }

  /** Cuts it to this length. */
  public void truncate(long length) throws IOException {
    channel.truncate(length);
  }

  /**
   * The spans, as far as the disk bears them out: where there are fewer bytes than were written
   * down, or others, a span begins anew. So the journal never counts more than there is, not even
   * after a power cut.
   */
  public List<Span> confirmed(List<Span> spans) throws IOException {
    long size = channel.size();
    List<Span> confirmed = new ArrayList<>();
    for (Span span : spans) {
      boolean holds =
          span.received() == 0
              || (span.position() <= size && tail(span.start(), span.received()) == span.tail());
      confirmed.add(holds ? span : span.emptied());
    }
    return List.copyOf(confirmed);
  }

  /** The checksum of the last bytes of a span. */
  public int tail(long start, long received) throws IOException {
    int length = (int) Math.min(TAIL, received);
    ByteBuffer bytes = ByteBuffer.allocate(length);
    long at = start + received - length;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, at + bytes.position());
      if (read < 0) {
        break;
      }
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes.array(), 0, bytes.position());
    return (int) sum.getValue();
  }

  /** The span with its checksum. */
  public Span noted(Span span, long received) throws IOException {
    return span.with(received, received == 0 ? 0 : tail(span.start(), received));
  }

  /** Waits until all of it is on the disk. */
  public void force() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
