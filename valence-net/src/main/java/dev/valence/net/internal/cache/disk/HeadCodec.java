package dev.valence.net.internal.cache.disk;

import dev.valence.net.HttpVersion;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.store.HeadSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Keys and heads as bytes. What is read was checked by its sum, and is bounded all the same. */
final class HeadCodec {
  /** The most a key or a head may take, in bytes; a larger one is not stored. */
  static final int MOST_BYTES = 1 << 20;

  private static final int MOST_FIELDS = 10_000;

  private HeadCodec() {}

  /** Whether both can be stored. */
  static boolean fits(CacheKey key, CachedHead head) {
    return 4 * HeadSize.of(key, head) <= MOST_BYTES
        && head.response().headers().size() < MOST_FIELDS
        && head.selecting().size() < MOST_FIELDS;
  }

  static byte[] bytes(CacheKey key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      text(out, key.partition());
      text(out, key.url());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static CacheKey key(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    CacheKey key = new CacheKey(text(in), text(in));
    ended(in);
    return key;
  }

  static byte[] bytes(CachedHead head) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(head.requestMillis());
      out.writeLong(head.responseMillis());
      ResponseHead response = head.response();
      out.writeByte(response.version().major());
      out.writeByte(response.version().minor());
      out.writeShort(response.status());
      text(out, response.reason());
      fields(out, response.headers());
      fields(out, head.selecting());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static CachedHead head(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    long requestMillis = in.readLong();
    long responseMillis = in.readLong();
    HttpVersion version = version(in.readByte(), in.readByte());
    int status = in.readShort();
    String reason = text(in);
    HeaderList headers = fields(in);
    HeaderList selecting = fields(in);
    ended(in);
    return new CachedHead(
        requestMillis,
        responseMillis,
        new ResponseHead(version, status, reason, headers),
        selecting);
  }

  private static HttpVersion version(int major, int minor) throws IOException {
    for (HttpVersion version : HttpVersion.values()) {
      if (version.major() == major && version.minor() == minor) {
        return version;
      }
    }
    throw new DamagedEntryException("no version of HTTP: " + major + "." + minor);
  }

  private static void fields(DataOutputStream out, HeaderList fields) throws IOException {
    out.writeShort(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      text(out, fields.name(i));
      text(out, fields.value(i));
    }
  }

  private static HeaderList fields(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    if (count > MOST_FIELDS) {
      throw new DamagedEntryException(count + " header fields");
    }
    HeaderList fields = new HeaderList(count + 4);
    for (int i = 0; i < count; i++) {
      fields.add(text(in), text(in));
    }
    return fields;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new DamagedEntryException("a text of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static void ended(DataInputStream in) throws IOException {
    if (in.available() > 0) {
      throw new DamagedEntryException("bytes behind a head");
    }
  }
}
