package dev.valence.internal.fetch;

import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RangeDecision.Part;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.Executor;

/** Reads a part of a channel on worker threads, a piece at a time; the channel stays open. */
final class ChannelReader implements UploadReader {
  private final SeekableByteChannel channel;
  private final Executor workers;
  private final long end;
  private long position;

  ChannelReader(SeekableByteChannel channel, Part part, Executor workers) {
    this.channel = channel;
    this.workers = workers;
    this.position = part.from();
    this.end = part.to();
  }

  @Override
  public void read(int maxBytes, Sink sink) {
    int wanted = (int) Math.min(maxBytes, end - position);
    if (wanted == 0) {
      sink.onEnd(new HeaderList(1));
    } else {
      workers.execute(() -> readNow(wanted, sink));
    }
  }

  private void readNow(int wanted, Sink sink) {
    // Direct, so that the bytes are not copied once more on their way out of the system.
    ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(wanted, wanted);
    int got;
    try {
      got = fill(piece.internalNioBuffer(0, wanted));
    } catch (IOException | RuntimeException | Error e) {
      piece.release();
      sink.onError(e);
      return;
    }
    if (got <= 0) {
      piece.release();
      // The file has become shorter; whoever reads knows how much was promised.
      sink.onEnd(new HeaderList(1));
      return;
    }
    position += got;
    sink.onPiece(piece.writerIndex(got));
  }

  private int fill(ByteBuffer into) throws IOException {
    if (channel instanceof FileChannel file) {
      return file.read(into, position);
    }
    channel.position(position);
    return channel.read(into);
  }

  @Override
  public void close() {}
}
