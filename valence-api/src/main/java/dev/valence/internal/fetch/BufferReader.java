package dev.valence.internal.fetch;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.UploadReader;
import io.netty.buffer.ByteBuf;

/** Pulls a response body out of its buffer, to hand it on to another network thread. */
final class BufferReader implements UploadReader {
  private final BodyBuffer body;

  /** Kept reachable while the body is read. */
  private final Object owner;

  /** The body is claimed already. */
  BufferReader(BodyBuffer body, Object owner) {
    this.body = body;
    this.owner = owner;
  }

  /** A piece may be longer than was asked for: what has arrived is not cut. */
  @Override
  public void read(int maxBytes, Sink sink) {
    ByteBuf piece;
    try {
      piece = body.poll(() -> read(maxBytes, sink));
    } catch (BodyFailure e) {
      sink.onError(e.reason());
      return;
    }
    if (piece == BodyBuffer.END) {
      sink.onEnd(body.trailers());
    } else if (piece != null) {
      sink.onPiece(piece);
    }
  }

  @Override
  public void close() {
    body.cancel(new NetException(NetError.ABORTED, "the reader of " + owner + " went away", null));
  }
}
