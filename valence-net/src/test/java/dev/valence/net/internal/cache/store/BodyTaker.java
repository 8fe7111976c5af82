package dev.valence.net.internal.cache.store;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;

/** Reads a stored body, as a whole or piece by piece. */
public final class BodyTaker implements BodySink {
  private final BodyStream body;
  private final int piecesBeforePause;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private int pieces;

  private BodyTaker(BodyStream body, int piecesBeforePause) {
    this.body = body;
    this.piecesBeforePause = piecesBeforePause;
  }

  /** Takes everything as it comes. */
  public static BodyTaker all(BodyStream body) {
    return paused(body, Integer.MAX_VALUE);
  }

  /** Pauses after each so many pieces, until told to go on. */
  public static BodyTaker paused(BodyStream body, int afterPieces) {
    BodyTaker taker = new BodyTaker(body, afterPieces);
    body.subscribe(taker);
    return taker;
  }

  public void goOn() {
    body.resume();
  }

  public void cancel() {
    body.cancel();
  }

  /** What has come so far. */
  public byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The whole body, or its failure. */
  public CompletableFuture<byte[]> done() {
    return done;
  }

  @Override
  public void onData(ByteBuf chunk) {
    byte[] piece = new byte[chunk.readableBytes()];
    chunk.readBytes(piece);
    chunk.release();
    bytes.writeBytes(piece);
    if (++pieces % piecesBeforePause == 0) {
      body.pause();
    }
  }

  @Override
  public void onEnd(HeaderList trailers) {
    done.complete(bytes());
  }

  @Override
  public void onError(NetException error) {
    done.completeExceptionally(error);
  }
}
