package dev.valence.websocket;

/** As what binary messages are delivered. */
public enum BinaryType {
  /** As a {@link java.nio.ByteBuffer}; Electron's own, and the default. */
  NODEBUFFER("nodebuffer"),
  /** As a {@code byte[]}. */
  ARRAYBUFFER("arraybuffer"),
  /** As a {@link dev.valence.fetch.Blob}. */
  BLOB("blob");

  private final String wireName;

  BinaryType(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's string. */
  public String wireName() {
    return wireName;
  }
}
