package dev.valence.net.internal.decode;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The coding br (RFC 7932), by Google's decoder. It decodes ahead by at most its window, 16 MiB,
 * which it keeps in native memory; pieces are copied out of it as they are polled.
 */
final class BrotliDecoder extends QueuedDecoder {
  private static final int INPUT_BUFFER = 16 * 1024;

  private final DecoderJNI.Wrapper decoder;

  /** What the decoder handed out last; valid until it is asked again. */
  private @Nullable ByteBuffer output;

  private boolean begun;

  /**
   * Whether output was taken since the last push. The decoder then says that it needs input where
   * it used up all it was given, also in the midst of a long copy that it could go on with.
   */
  private boolean mayGoOn;

  BrotliDecoder(ByteBufAllocator allocator) throws NetException {
    super("br", allocator);
    try {
      decoder = new DecoderJNI.Wrapper(INPUT_BUFFER);
    } catch (IOException e) {
      throw failed(NetError.CONTENT_DECODING_INIT_FAILED, "the decoder cannot start", e);
    }
  }

  @Override
  @Nullable ByteBuf decodePiece(ByteBuf in) throws NetException {
    while (true) {
      ByteBuffer ready = output;
      if (ready != null && ready.hasRemaining()) {
        return copyPiece(ready);
      }
      output = null;
      if (decoder.getStatus() == DecoderJNI.Status.ERROR) {
        throw failed("the data is damaged", null);
      }
      if (decoder.hasOutput()) {
        pull();
        continue;
      }
      switch (decoder.getStatus()) {
        case DONE -> {
          return null;
        }
        case OK -> goOn();
        case NEEDS_MORE_OUTPUT -> pull();
        default -> {
          if (mayGoOn) {
            goOn();
          } else if (in.isReadable()) {
            push(in);
          } else {
            return null;
          }
        }
      }
    }
  }

  private void pull() {
    output = decoder.pull();
    mayGoOn = true;
  }

  private void goOn() {
    mayGoOn = false;
    decoder.push(0);
  }

  private void push(ByteBuf in) {
    ByteBuffer input = decoder.getInputBuffer();
    input.clear();
    int length = Math.min(in.readableBytes(), input.remaining());
    input.limit(length);
    in.readBytes(input);
    begun = true;
    decoder.push(length);
  }

  private ByteBuf copyPiece(ByteBuffer ready) {
    int length = Math.min(ready.remaining(), PIECE);
    ByteBuffer part = ready.slice(ready.position(), length);
    ByteBuf piece = allocator().directBuffer(length, length).writeBytes(part);
    ready.position(ready.position() + length);
    return piece;
  }

  @Override
  boolean isComplete() {
    return decoder.getStatus() == DecoderJNI.Status.DONE;
  }

  @Override
  boolean mayEndHere() {
    return !begun;
  }

  @Override
  void release() {
    output = null;
    decoder.destroy();
  }
}
