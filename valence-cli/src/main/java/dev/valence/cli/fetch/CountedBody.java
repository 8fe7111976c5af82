package dev.valence.cli.fetch;

import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import java.util.function.LongConsumer;

/** A request body that tells how much of it the network has taken. */
final class CountedBody implements RequestBody {
  private final RequestBody body;
  private final LongConsumer progress;

  /** Calls {@code progress} with the bytes of the current passage so far, on any thread. */
  CountedBody(RequestBody body, LongConsumer progress) {
    this.body = body;
    this.progress = progress;
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
    UploadReader reader = body.open();
    return new UploadReader() {
      private long sent;

      @Override
      public void read(int maxBytes, Sink sink) {
        reader.read(
            maxBytes,
            new Sink() {
              @Override
              public void onPiece(ByteBuf piece) {
                sent += piece.readableBytes();
                long now = sent;
                sink.onPiece(piece);
                progress.accept(now);
              }

              @Override
              public void onEnd(HeaderList trailers) {
                sink.onEnd(trailers);
              }

              @Override
              public void onError(Throwable cause) {
                sink.onError(cause);
              }
            });
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }
}
