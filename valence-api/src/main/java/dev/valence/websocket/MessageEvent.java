package dev.valence.websocket;

import dev.valence.fetch.Blob;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A message of the server.
 *
 * @param data a {@link String} for a text message; for a binary one what {@link
 *     WebSocket#binaryType} says: a {@link ByteBuffer}, a {@code byte[]} or a {@link Blob}
 * @param origin of the server, such as {@code wss://example.com}
 */
public record MessageEvent(Object data, String origin) {
  public MessageEvent {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(origin, "origin");
  }

  /** Whether it is a text message. */
  public boolean isText() {
    return data instanceof String;
  }

  /**
   * The text.
   *
   * @throws IllegalStateException when the message is binary
   */
  public String text() {
    if (data instanceof String text) {
      return text;
    }
    throw new IllegalStateException("the message is binary: ask isText() first, or for bytes()");
  }

  /**
   * The bytes of a binary message, whatever the binary type.
   *
   * @throws IllegalStateException when the message is text
   */
  public byte[] bytes() {
    if (data instanceof byte[] bytes) {
      return bytes;
    }
    if (data instanceof Blob blob) {
      return blob.bytes();
    }
    if (data instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    throw new IllegalStateException("the message is text: ask isText() first, or for text()");
  }
}
