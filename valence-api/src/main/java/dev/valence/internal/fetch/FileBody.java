package dev.valence.internal.fetch;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** A request body that is a file; may be read any number of times. */
public final class FileBody implements RequestBody {
  private final Path file;
  private final long length;
  private final Executor workers;

  /**
   * A body of the file as it is now.
   *
   * @throws UncheckedIOException when its length cannot be told
   */
  public FileBody(Path file, Executor workers) {
    this.file = file;
    this.workers = workers;
    try {
      this.length = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the file to send cannot be read: " + file, e);
    }
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
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new NetException(NetError.FILE_NOT_FOUND, file.toString(), e);
    }
  }
}
