package dev.valence.internal.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a body beside its file, and gives it the file's name when it is whole. */
final class FileTarget implements BodyConsumer.Target {
  private static final Logger LOG = LoggerFactory.getLogger(FileTarget.class);

  private final Path file;
  private final Path part;
  private final SeekableByteChannel channel;

  FileTarget(Path file) throws IOException {
    Path name = file.getFileName();
    if (name == null) {
      throw new IOException("not the name of a file: " + file);
    }
    this.file = file;
    this.part =
        file.resolveSibling(
            "." + name + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
    this.channel =
        Files.newByteChannel(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void accept(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      channel.write(piece);
    }
  }

  @Override
  public void complete() throws IOException {
    channel.close();
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void abandon() {
    try {
      channel.close();
      Files.deleteIfExists(part);
    } catch (IOException e) {
      LOG.warn("a part of a file that came to nothing could not be removed: {}", part, e);
    }
  }
}
