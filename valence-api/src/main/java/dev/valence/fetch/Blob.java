package dev.valence.fetch;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Bytes with a media type (File API §3). Immutable. */
public final class Blob {
  private final byte[] bytes;
  private final String type;

  private Blob(byte[] bytes, String type) {
    this.bytes = bytes;
    this.type = type;
  }

  /**
   * A blob of a copy of these bytes.
   *
   * @param type the media type, such as {@code image/png}; empty where it is not known
   */
  public static Blob of(byte[] bytes, String type) {
    return new Blob(bytes.clone(), normalized(type));
  }

  /** A blob of this text as UTF-8. */
  public static Blob of(String text, String type) {
    return new Blob(text.getBytes(StandardCharsets.UTF_8), normalized(type));
  }

  private static String normalized(String type) {
    for (int i = 0; i < type.length(); i++) {
      if (type.charAt(i) < 0x20 || type.charAt(i) > 0x7E) {
        return "";
      }
    }
    return type.toLowerCase(Locale.ROOT);
  }

  /** The length in bytes. */
  public int size() {
    return bytes.length;
  }

  /** The media type in lower case, or empty. */
  public String type() {
    return type;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bytes as UTF-8. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public InputStream inputStream() {
    return new ByteArrayInputStream(bytes);
  }

  /**
   * A part of the blob; negative positions count from the end, and positions outside are moved in.
   *
   * @param type the part's media type
   */
  public Blob slice(int start, int end, String type) {
    int from = position(start);
    return new Blob(
        Arrays.copyOfRange(bytes, from, Math.max(from, position(end))), normalized(type));
  }

  private int position(int given) {
    return Math.max(0, Math.min(bytes.length, given < 0 ? bytes.length + given : given));
  }

  @Override
  public String toString() {
    return "Blob[" + bytes.length + " bytes, type '" + type + "']";
  }
}
