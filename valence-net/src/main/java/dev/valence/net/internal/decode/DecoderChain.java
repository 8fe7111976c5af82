package dev.valence.net.internal.decode;

import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Two codings on one body: {@code outer} was applied last and is undone first. */
final class DecoderChain implements ContentDecoder {
  private final ContentDecoder outer;
  private final ContentDecoder inner;

  DecoderChain(ContentDecoder outer, ContentDecoder inner) {
    this.outer = outer;
    this.inner = inner;
  }

  @Override
  public void feed(ByteBuf in) {
    if (inner.isFinished()) {
      in.release();
    } else {
      outer.feed(in);
    }
  }

  @Override
  public void endOfInput() {
    outer.endOfInput();
  }

  @Override
  public @Nullable ByteBuf poll() throws NetException {
    boolean failed = true;
    try {
      ByteBuf piece = next();
      failed = false;
      return piece;
    } finally {
      if (failed) {
        close();
      }
    }
  }

  private @Nullable ByteBuf next() throws NetException {
    while (true) {
      ByteBuf piece = inner.poll();
      if (piece != null || inner.isFinished()) {
        return piece;
      }
      ByteBuf between = outer.poll();
      if (between != null) {
        inner.feed(between);
      } else if (outer.isFinished()) {
        inner.endOfInput();
        return inner.poll();
      } else {
        return null;
      }
    }
  }

  @Override
  public boolean isFinished() {
    return inner.isFinished();
  }

  @Override
  public void close() {
    outer.close();
    inner.close();
  }
}
