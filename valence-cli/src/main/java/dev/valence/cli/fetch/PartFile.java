package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that has its name only when it is whole: until then it is {@code NAME.part}, which goes
 * when the transfer fails. A device or pipe is written as it is.
 */
final class PartFile implements BodyTarget {
  private enum State {
    OPEN,
    WHOLE,
    GIVEN_UP
  }

  private final Path wanted;
  private final Path target;
  private final Path written;
  private final FileChannel channel;
  private State state = State.OPEN;

  private PartFile(Path wanted, Path target, Path written, FileChannel channel) {
    this.wanted = wanted;
    this.target = target;
    this.written = written;
    this.channel = channel;
  }

  /** Opens the file; what was there before stays until the new one is whole. */
  static PartFile open(Path file) {
    try {
      // Through a link the file behind it is replaced, not the link.
      Path target = Files.exists(file) ? file.toRealPath() : file;
      if (Files.isDirectory(target)) {
        throw new CommandFailure(
            ExitCode.CANNOT_WRITE, file + " is a folder; give the name of a file");
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        return new PartFile(
            file, target, target, FileChannel.open(target, StandardOpenOption.WRITE));
      }
      Path part = target.resolveSibling(target.getFileName() + ".part");
      return new PartFile(file, target, part, locked(part));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static FileChannel locked(Path part) throws IOException {
    // Emptied only under the lock: another process may be writing it.
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException("another process is writing it");
      }
      channel.truncate(0);
      return channel;
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException("it is being written already", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void write(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      channel.write(piece);
    }
  }

  @Override
  public synchronized void commit() throws IOException {
    if (state != State.OPEN) {
      return;
    }
    channel.close();
    if (!written.equals(target)) {
      try {
        Files.move(
            written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    state = State.WHOLE;
  }

  @Override
  public synchronized void close() {
    if (state != State.OPEN) {
      return;
    }
    state = State.GIVEN_UP;
    try {
      channel.close();
      if (!written.equals(target)) {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.CANNOT_WRITE, "the incomplete file " + written + " could not be removed", e);
    }
  }

  @Override
  public Path file() {
    return wanted;
  }

  static CommandFailure cannotWrite(Path file, IOException cause) {
    String reason = cause.getMessage();
    boolean missing = cause instanceof NoSuchFileException;
    return new CommandFailure(
        ExitCode.CANNOT_WRITE,
        "cannot write " + file + ": " + (missing ? "there is no such folder" : reason),
        cause);
  }
}
