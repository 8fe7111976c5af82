package dev.valence.bench.websocket.client;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The message that is sent again and again.
 *
 * @param isText whether it goes as text: digits only, so that it has as many characters as bytes
 */
public record Payload(boolean isText, int size) {

  /** Its bytes, in a new array. */
  public byte[] bytes() {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) '7');
    return bytes;
  }

  /** Its text. */
  public String text() {
    return "7".repeat(size);
  }

  /** Its bytes, in a new buffer. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes());
  }
}
