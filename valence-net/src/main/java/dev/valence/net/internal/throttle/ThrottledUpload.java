package dev.valence.net.internal.throttle;

import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A request body that goes over a throttled line. */
final class ThrottledUpload implements RequestBody {
  private final RequestBody source;
  private final ThrottledLine line;
  private final EventLoop loop;

  ThrottledUpload(RequestBody source, ThrottledLine line, EventLoop loop) {
    this.source = source;
    this.line = line;
    this.loop = loop;
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public boolean isReplayable() {
    return source.isReplayable();
  }

  @Override
  public UploadReader open() throws NetException {
    return new Reader(source.open());
  }

  /** Each piece waits for its turn; it is charged when it is there. */
  private final class Reader implements UploadReader, ThrottledLine.Mover {
    private final UploadReader pieces;
    private @Nullable Sink waiting;
    private int wanted;

    Reader(UploadReader pieces) {
      this.pieces = pieces;
    }

    @Override
    public void read(int maxBytes, Sink sink) {
      wanted = maxBytes;
      waiting = sink;
      line.enter(this);
    }

    @Override
    public int move(int mostBytes) {
      Sink sink = waiting;
      waiting = null;
      if (sink != null) {
        pieces.read(Math.min(wanted, mostBytes), new Charged(sink));
      }
      return 0;
    }

    @Override
    public void close() {
      waiting = null;
      line.leave(this);
      pieces.close();
    }
  }

  /** Charges the line before the piece goes on, so that the next piece waits for this one. */
  private final class Charged implements UploadReader.Sink {
    private final UploadReader.Sink sink;

    Charged(UploadReader.Sink sink) {
      this.sink = sink;
    }

    @Override
    public void onPiece(ByteBuf piece) {
      if (loop.inEventLoop()) {
        line.charge(piece.readableBytes());
        sink.onPiece(piece);
      } else {
        loop.execute(() -> onPiece(piece));
      }
    }

    @Override
    public void onEnd(HeaderList trailers) {
      sink.onEnd(trailers);
    }

    @Override
    public void onError(Throwable cause) {
      sink.onError(cause);
    }
  }
}
