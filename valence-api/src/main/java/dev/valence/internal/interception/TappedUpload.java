package dev.valence.internal.interception;

import dev.valence.internal.fetch.PartedBody;
import dev.valence.internal.fetch.UploadPart;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;

/** A request body with a tap. Bytes that are sent once more go into the tap only once. */
final class TappedUpload implements PartedBody {
  private final EventLoop loop;
  private final RequestBody body;
  private final TapFeed feed;

  /** So many bytes are in the tap; changed by one reader at a time. */
  private volatile long tapped;

  TappedUpload(EventLoop loop, RequestBody body, TapFeed feed) {
    this.loop = loop;
    this.body = body;
    this.feed = feed;
  }

  @Override
  public List<UploadPart> parts() {
    return PartedBody.partsOf(body);
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public boolean isReplayable() {
    return body.isReplayable();
  }

  @Override
  public UploadReader open() throws NetException {
    return new Reader(body.open());
  }

  private final class Reader implements UploadReader {
    private final UploadReader reader;
    private volatile long position;
    private volatile boolean closed;

    Reader(UploadReader reader) {
      this.reader = reader;
    }

    @Override
    public void read(int maxBytes, Sink sink) {
      // A full tap that holds its body keeps the next piece from being asked for.
      feed.whenRoom(
          () -> {
            if (loop.inEventLoop()) {
              readNow(maxBytes, sink);
            } else {
              loop.execute(() -> readNow(maxBytes, sink));
            }
          });
    }

    private void readNow(int maxBytes, Sink sink) {
      if (closed) {
        sink.onEnd(new HeaderList(1));
      } else {
        reader.read(maxBytes, new Tapping(this, sink));
      }
    }

    private void passed(ByteBuf piece) {
      long before = position;
      long after = before + piece.readableBytes();
      position = after;
      if (after > tapped) {
        int known = (int) Math.max(0, tapped - before);
        tapped = after;
        feed.offer(piece.slice(piece.readerIndex() + known, piece.readableBytes() - known));
      }
    }

    private void ended(HeaderList trailers) {
      feed.end(trailers);
    }

    @Override
    public void close() {
      closed = true;
      reader.close();
    }
  }

  private record Tapping(Reader reader, UploadReader.Sink sink) implements UploadReader.Sink {
    @Override
    public void onPiece(ByteBuf piece) {
      reader.passed(piece);
      sink.onPiece(piece);
    }

    @Override
    public void onEnd(HeaderList trailers) {
      reader.ended(trailers);
      sink.onEnd(trailers);
    }

    @Override
    public void onError(Throwable cause) {
      sink.onError(cause);
    }
  }
}
