package dev.valence.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/2 frames as bytes (RFC 9113 section 6) and HPACK blocks without a dynamic table (RFC 7541
 * section 6). Nothing is checked: frames may be as wrong as the test wants.
 */
public final class Http2Frames {
  /** Frame types by their numbers. */
  public static final int DATA = 0;

  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PUSH_PROMISE = 5;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  /** Flags. */
  public static final int END_STREAM = 0x1;

  public static final int ACK = 0x1;
  public static final int END_HEADERS = 0x4;
  public static final int PADDED = 0x8;
  public static final int HAS_PRIORITY = 0x20;

  private Http2Frames() {}

  /** Any frame; the length field tells the payload's true length. */
  public static byte[] frame(int type, int flags, int streamId, byte[] payload) {
    return frame(payload.length, type, flags, streamId, payload);
  }

  /** Any frame, with a length field of its own. */
  public static byte[] frame(int length, int type, int flags, int streamId, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (length >> 16))
        .put((byte) (length >> 8))
        .put((byte) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(streamId)
        .put(payload)
        .array();
  }

  /** SETTINGS from identifiers and values in turn. */
  public static byte[] settings(int... idsAndValues) {
    ByteBuffer payload = ByteBuffer.allocate(idsAndValues.length / 2 * 6);
    for (int i = 0; i + 1 < idsAndValues.length; i += 2) {
      payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
    }
    return frame(SETTINGS, 0, 0, payload.array());
  }

  /** The acknowledgement of SETTINGS. */
  public static byte[] settingsAck() {
    return frame(SETTINGS, ACK, 0, new byte[0]);
  }

  /** HEADERS with the whole block. */
  public static byte[] headers(int streamId, boolean endStream, byte[] block) {
    return frame(HEADERS, END_HEADERS | (endStream ? END_STREAM : 0), streamId, block);
  }

  /** HEADERS that a CONTINUATION must follow. */
  public static byte[] unfinishedHeaders(int streamId, boolean endStream, byte[] block) {
    return frame(HEADERS, endStream ? END_STREAM : 0, streamId, block);
  }

  /** CONTINUATION. */
  public static byte[] continuation(int streamId, boolean endHeaders, byte[] block) {
    return frame(CONTINUATION, endHeaders ? END_HEADERS : 0, streamId, block);
  }

  /** DATA without padding. */
  public static byte[] data(int streamId, boolean endStream, byte[] bytes) {
    return frame(DATA, endStream ? END_STREAM : 0, streamId, bytes);
  }

  /** DATA of ASCII text. */
  public static byte[] data(int streamId, boolean endStream, String text) {
    return data(streamId, endStream, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** RST_STREAM. */
  public static byte[] rstStream(int streamId, int errorCode) {
    return frame(RST_STREAM, 0, streamId, integer(errorCode));
  }

  /** GOAWAY without debug data. */
  public static byte[] goAway(int lastStreamId, int errorCode) {
    return frame(
        GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(lastStreamId).putInt(errorCode).array());
  }

  /** PING, or its acknowledgement. */
  public static byte[] ping(boolean ack, long opaque) {
    return frame(PING, ack ? ACK : 0, 0, ByteBuffer.allocate(8).putLong(opaque).array());
  }

  /** WINDOW_UPDATE; stream 0 is the connection. */
  public static byte[] windowUpdate(int streamId, int increment) {
    return frame(WINDOW_UPDATE, 0, streamId, integer(increment));
  }

  /** PUSH_PROMISE, which a client that disabled push must refuse. */
  public static byte[] pushPromise(int streamId, int promisedId, byte[] block) {
    byte[] payload = ByteBuffer.allocate(4 + block.length).putInt(promisedId).put(block).array();
    return frame(PUSH_PROMISE, END_HEADERS, streamId, payload);
  }

  /** A header block of literals from names and values in turn (RFC 7541 section 6.2.2). */
  public static byte[] block(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      block.write(0);
      string(block, namesAndValues[i]);
      string(block, namesAndValues[i + 1]);
    }
    return block.toByteArray();
  }

  /** Several byte arrays in a row. */
  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static void string(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    // RFC 7541 section 5.1: an integer with a prefix of 7 bits; no Huffman code.
    int rest = bytes.length;
    if (rest < 127) {
      block.write(rest);
    } else {
      block.write(127);
      rest -= 127;
      while (rest >= 128) {
        block.write(rest & 127 | 128);
        rest >>= 7;
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }
}
