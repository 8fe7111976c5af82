package dev.valence.net;

import dev.valence.net.http.HeaderList;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A request body in memory that may lie about itself, and counts who opened and closed it. */
public final class TestBody implements RequestBody {
  private final byte[] bytes;
  private final long length;
  private final boolean replayable;
  private final Throwable failure;
  private final HeaderList trailers;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  private TestBody(
      byte[] bytes, long length, boolean replayable, Throwable failure, HeaderList trailers) {
    this.bytes = bytes;
    this.length = length;
    this.replayable = replayable;
    this.failure = failure;
    this.trailers = trailers;
  }

  /** These bytes, of known length, replayable. */
  public static TestBody of(byte[] bytes) {
    return new TestBody(bytes, bytes.length, true, null, new HeaderList());
  }

  /** Text as UTF-8. */
  public static TestBody of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same bytes under another stated length. */
  public TestBody withLength(long stated) {
    return new TestBody(bytes, stated, replayable, failure, trailers);
  }

  /** The same bytes, to be read once. */
  public TestBody once() {
    return new TestBody(bytes, length, false, failure, trailers);
  }

  /** The same bytes, and then this failure instead of the end. */
  public TestBody failing(Throwable cause) {
    return new TestBody(bytes, length, replayable, cause, trailers);
  }

  /** The same bytes, and then these trailers. */
  public TestBody withTrailers(HeaderList fields) {
    return new TestBody(bytes, length, replayable, failure, fields);
  }

  /** How many passages began. */
  public int opened() {
    return opened.get();
  }

  /** How many passages were closed. */
  public int closed() {
    return closed.get();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isReplayable() {
    return replayable;
  }

  @Override
  public UploadReader open() throws NetException {
    if (opened.getAndIncrement() > 0 && !replayable) {
      throw new NetException(NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED);
    }
    return new Reader();
  }

  private final class Reader implements UploadReader {
    private int position;

    @Override
    public void read(int maxBytes, Sink sink) {
      int size = Math.min(maxBytes, bytes.length - position);
      if (size > 0) {
        int from = position;
        position += size;
        sink.onPiece(Unpooled.copiedBuffer(bytes, from, size));
      } else if (failure != null) {
        sink.onError(failure);
      } else {
        sink.onEnd(trailers);
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
