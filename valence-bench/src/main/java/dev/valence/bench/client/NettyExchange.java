package dev.valence.bench.client;

import dev.valence.bench.client.BenchClient.Done;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request of the bare Netty client and what has come of its response. Event loop only. */
final class NettyExchange {
  private static final byte[] EMPTY = {};

  private final @Nullable Done done;
  private final @Nullable CompletableFuture<Long> length;
  private final @Nullable FileChannel file;
  private final boolean upload;
  private long unsent;
  private int status;
  private byte[] body = EMPTY;
  private int filled;
  private long received;
  private boolean ended;

  private NettyExchange(
      @Nullable Done done,
      @Nullable CompletableFuture<Long> length,
      @Nullable FileChannel file,
      boolean upload) {
    this.done = done;
    this.length = length;
    this.file = file;
    this.upload = upload;
    unsent = upload ? BenchClient.UPLOAD_BYTES : 0;
  }

  static NettyExchange get(Done done) {
    return new NettyExchange(done, null, null, false);
  }

  static NettyExchange download(CompletableFuture<Long> length) {
    return new NettyExchange(null, length, null, false);
  }

  /** The body goes to a file, from the event loop. */
  static NettyExchange save(Path path, CompletableFuture<Long> length) throws IOException {
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    return new NettyExchange(null, length, file, false);
  }

  static NettyExchange upload(Done done) {
    return new NettyExchange(done, null, null, true);
  }

  boolean isUpload() {
    return upload;
  }

  long unsent() {
    return unsent;
  }

  void sent(int bytes) {
    unsent -= bytes;
  }

  boolean isEnded() {
    return ended;
  }

  /** The head has arrived; a negative length means that it is not known. */
  void head(int responseStatus, long contentLength) {
    status = responseStatus;
    if (done != null && contentLength > 0) {
      body = new byte[(int) contentLength];
    }
  }

  /** A piece of the body has arrived; it stays the caller's to release. */
  void data(ByteBuf bytes) {
    int count = bytes.readableBytes();
    if (file != null) {
      write(file, bytes, count);
    }
    received += count;
    if (done != null && count > 0) {
      if (body.length - filled < count) {
        body = Arrays.copyOf(body, filled + count);
      }
      bytes.getBytes(bytes.readerIndex(), body, filled, count);
      filled += count;
    }
  }

  private void write(FileChannel to, ByteBuf bytes, int count) {
    try {
      int written = 0;
      while (written < count) {
        written +=
            bytes.getBytes(bytes.readerIndex() + written, to, received + written, count - written);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void sync(FileChannel written) {
    try (written) {
      written.force(true);
    } catch (IOException e) {
      fail(e);
    }
  }

  void end() {
    if (file != null) {
      sync(file);
    }
    if (ended) {
      return;
    }
    ended = true;
    if (done != null) {
      if (filled == body.length) {
        done.completed(status, body);
      } else {
        done.failed(new IOException("body of " + filled + " bytes, not " + body.length));
      }
    } else if (length != null) {
      if (status == 200) {
        length.complete(received);
      } else {
        length.completeExceptionally(new IOException("status " + status + " instead of 200"));
      }
    }
  }

  void fail(Throwable cause) {
    if (ended) {
      return;
    }
    ended = true;
    if (done != null) {
      done.failed(cause);
    } else if (length != null) {
      length.completeExceptionally(cause);
    }
  }
}
