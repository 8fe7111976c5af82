package dev.valence.internal.fetch;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.UploadReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Executor;

/** A request body that is a file, or a part of one; may be read any number of times. */
public final class FileBody implements PartedBody {
  private final Path file;
  private final long offset;
  private final long length;
  private final FileTime modified;
  private final Executor workers;

  /**
   * A body of the file as it is now.
   *
   * @throws UncheckedIOException when its length cannot be told
   */
  public FileBody(Path file, Executor workers) {
    this(file, 0, -1, workers);
  }

  /**
   * A body of a part of the file as it is now.
   *
   * @param wanted how many bytes; -1 for all from the offset on
   * @throws UncheckedIOException when its length cannot be told
   * @throws IllegalArgumentException when the part is not within the file
   */
  public FileBody(Path file, long offset, long wanted, Executor workers) {
    this.file = file;
    this.offset = offset;
    this.workers = workers;
    long size;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      size = attributes.size();
      this.modified = attributes.lastModifiedTime();
    } catch (IOException e) {
      throw new UncheckedIOException("the file to send cannot be read: " + file, e);
    }
    this.length = wanted < 0 ? size - offset : wanted;
    if (length < 0 || offset > size - length) {
      throw new IllegalArgumentException(
          "the part to send, from "
              + offset
              + ", "
              + length
              + " bytes, is not within the "
              + size
              + " bytes of "
              + file);
    }
  }

  @Override
  public List<UploadPart> parts() {
    return List.of(new UploadPart.OfFile(file, offset, length, modified));
  }

  /** The file. */
  public Path file() {
    return file;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isReplayable() {
    return true;
  }

  @Override
  public UploadReader open() throws NetException {
    return StreamBody.sized(this::openFile, length, workers).open();
  }

  private InputStream openFile() throws IOException {
    try {
      if (!Files.getLastModifiedTime(file).equals(modified)) {
        throw new NetException(
            NetError.UPLOAD_FILE_CHANGED, file + " was changed since the request began", null);
      }
      SeekableByteChannel channel = Files.newByteChannel(file);
      return Channels.newInputStream(channel.position(offset));
    } catch (NoSuchFileException e) {
      throw new NetException(NetError.FILE_NOT_FOUND, file.toString(), e);
    }
  }
}
