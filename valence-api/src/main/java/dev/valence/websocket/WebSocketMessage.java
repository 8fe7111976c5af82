package dev.valence.websocket;

import dev.valence.internal.websocket.WebSocketRules;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A message of a {@link WebSocketStream}: text or bytes. Immutable. */
public final class WebSocketMessage {
  private final boolean text;
  private final byte[] payload;

  private WebSocketMessage(boolean text, byte[] payload) {
    this.text = text;
    this.payload = payload;
  }

  /** A text message; a surrogate without its partner becomes U+FFFD. */
  public static WebSocketMessage of(String text) {
    byte[] bytes = WebSocketRules.utf8(text);
    return new WebSocketMessage(true, bytes);
  }

  /** A binary message with a copy of these bytes. */
  public static WebSocketMessage of(byte[] bytes) {
    return new WebSocketMessage(false, bytes.clone());
  }

  /**
   * A message that takes the bytes over; the caller changes them no more.
   *
   * @param text whether they are text, in UTF-8
   */
  public static WebSocketMessage ofOwned(boolean text, byte[] payload) {
    return new WebSocketMessage(text, payload);
  }

  /** Whether it is a text message. */
  public boolean isText() {
    return text;
  }

  /** The text; that of a binary message is its bytes read as UTF-8. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** A copy of the bytes; those of a text message are UTF-8. */
  public byte[] bytes() {
    return payload.clone();
  }

  /** The length in bytes. */
  public int size() {
    return payload.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WebSocketMessage that
        && text == that.text
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(payload) + Boolean.hashCode(text);
  }

  @Override
  public String toString() {
    return "WebSocketMessage[" + (text ? "text" : "binary") + ", " + payload.length + " bytes]";
  }
}
