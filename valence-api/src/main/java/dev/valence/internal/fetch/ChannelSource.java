package dev.valence.internal.fetch;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.UploadReader;
import dev.valence.net.http.RangeDecision.Part;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A channel of which any part can be read, opened anew for each response. */
public final class ChannelSource implements SeekableSource {
  private final Callable<? extends Opened> opener;

  private ChannelSource(Callable<? extends Opened> opener) {
    this.opener = opener;
  }

  /** A source out of channels of the program, each its own. */
  public static ChannelSource of(Callable<? extends SeekableByteChannel> channels) {
    return new ChannelSource(
        () -> {
          SeekableByteChannel channel = channels.call();
          return new OpenChannel(channel, channel.size(), null);
        });
  }

  /** A regular file; whatever else lies there is refused, so that no device or pipe is opened. */
  public static ChannelSource ofFile(Path file) {
    return ofFile(() -> file);
  }

  /**
   * A regular file.
   *
   * @param chooser says at each opening which one; may block
   */
  public static ChannelSource ofFile(Callable<Path> chooser) {
    return new ChannelSource(
        () -> {
          Path file = chooser.call();
          BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
          if (!attributes.isRegularFile()) {
            throw new NetException(NetError.FILE_NOT_FOUND, "no regular file: " + file, null);
          }
          SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ);
          if (!isStillChosen(chooser, file)) {
            channel.close();
            throw new NetException(NetError.FILE_NOT_FOUND, "it was exchanged: " + file, null);
          }
          return new OpenChannel(
              channel, channel.size(), attributes.lastModifiedTime().toInstant());
        });
  }

  /** What was opened is what was chosen, whatever became of its name in between. */
  private static boolean isStillChosen(Callable<Path> chooser, Path file) {
    try {
      return chooser.call().equals(file);
    } catch (Exception gone) {
      return false;
    }
  }

  @Override
  public Opened open() throws IOException {
    try {
      return opener.call();
    } catch (NetException e) {
      throw e;
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new NetException(NetError.FILE_NOT_FOUND, "no such file: " + e.getFile(), e);
    } catch (AccessDeniedException e) {
      throw new NetException(NetError.ACCESS_DENIED, "may not be read: " + e.getFile(), e);
    } catch (FileSystemException e) {
      throw new NetException(NetError.FILE_NOT_FOUND, "cannot be opened: " + e.getFile(), e);
    } catch (Exception e) {
      throw new NetException(NetError.FAILED, "the source of the body cannot be opened", e);
    }
  }

  private record OpenChannel(
      SeekableByteChannel channel, long length, @Nullable Instant lastModified) implements Opened {
    @Override
    public @Nullable String etag() {
      if (lastModified == null) {
        return null;
      }
      long nanos = TimeUnit.SECONDS.toNanos(lastModified.getEpochSecond()) + lastModified.getNano();
      return "\"" + Long.toHexString(length) + "-" + Long.toHexString(nanos) + "\"";
    }

    @Override
    public UploadReader read(Part part, Executor workers) {
      return new ChannelReader(channel, part, workers);
    }

    @Override
    public @Nullable FileChannel file() {
      return channel instanceof FileChannel file ? file : null;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
