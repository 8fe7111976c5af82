package dev.valence.net.internal.auth;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.security.MessageDigest;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Hashes a request body piece by piece; each piece is a turn of its own of the network thread. */
final class BodyHash implements UploadReader.Sink {
  private static final int PIECE_BYTES = 128 * 1024;

  private final UploadReader reader;
  private final MessageDigest hash;
  private final EventExecutor loop;
  private final BiConsumer<byte @Nullable [], @Nullable NetException> outcome;

  private BodyHash(
      UploadReader reader,
      MessageDigest hash,
      EventExecutor loop,
      BiConsumer<byte @Nullable [], @Nullable NetException> outcome) {
    this.reader = reader;
    this.hash = hash;
    this.loop = loop;
    this.outcome = outcome;
  }

  /** The outcome comes on the network thread: the hash or the failure. */
  static void start(
      RequestBody body,
      MessageDigest hash,
      EventExecutor loop,
      BiConsumer<byte @Nullable [], @Nullable NetException> outcome) {
    BodyHash passage;
    try {
      passage = new BodyHash(body.open(), hash, loop, outcome);
    } catch (NetException e) {
      outcome.accept(null, e);
      return;
    }
    passage.next();
  }

  private void next() {
    try {
      reader.read(PIECE_BYTES, this);
    } catch (RuntimeException defect) {
      onError(defect);
    }
  }

  @Override
  public void onPiece(ByteBuf piece) {
    loop.execute(
        () -> {
          if (piece.nioBufferCount() == 1) {
            hash.update(piece.nioBuffer());
          } else {
            for (var part : piece.nioBuffers()) {
              hash.update(part);
            }
          }
          piece.release();
          next();
        });
  }

  @Override
  public void onEnd(HeaderList trailers) {
    loop.execute(
        () -> {
          reader.close();
          outcome.accept(hash.digest(), null);
        });
  }

  @Override
  public void onError(Throwable cause) {
    loop.execute(
        () -> {
          reader.close();
          outcome.accept(
              null,
              cause instanceof NetException error
                  ? error
                  : new NetException(NetError.FAILED, "the request body could not be read", cause));
        });
  }
}
