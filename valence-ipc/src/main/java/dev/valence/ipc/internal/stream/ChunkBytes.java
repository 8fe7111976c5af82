package dev.valence.ipc.internal.stream;

import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Chunks of streams of bytes. */
final class ChunkBytes {
  private ChunkBytes() {}

  /**
   * The bytes of a chunk, not copied: it is nobody else's.
   *
   * @throws IOException when it has none
   */
  static ByteBuffer of(@Nullable Object chunk) throws IOException {
    if (chunk instanceof JsArrayBufferView view) {
      return view.byteBuffer();
    }
    if (chunk instanceof JsArrayBuffer buffer) {
      return ByteBuffer.wrap(buffer.bytes());
    }
    throw new IOException(
        "a stream of bytes had a chunk without bytes: "
            + (chunk == null ? "null" : chunk.getClass().getSimpleName()));
  }
}
