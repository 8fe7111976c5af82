package dev.valence.net.internal.http1;

import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.OutgoingRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/**
 * Writes request heads (RFC 9112 §3), chunk frames (§7.1) and trailers. Order and case of the
 * fields are kept.
 */
final class Http1RequestEncoder {
  private static final byte[] VERSION = ascii(" HTTP/1.1\r\nHost: ");
  private static final byte[] KEEP_ALIVE = ascii("\r\nConnection: keep-alive\r\n");
  private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final int CRLF = '\r' << 8 | '\n';
  private static final int COLON_SPACE = ':' << 8 | ' ';

  private Http1RequestEncoder() {}

  /** The head of a request in one buffer. */
  static ByteBuf head(OutgoingRequest request, ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(512);
    ByteBufUtil.writeAscii(out, request.method());
    out.writeByte(' ');
    ByteBufUtil.writeAscii(out, request.target());
    out.writeBytes(VERSION);
    ByteBufUtil.writeAscii(out, request.authority());
    HeaderList headers = request.headers();
    if (headers.contains("connection")) {
      out.writeShort(CRLF);
    } else {
      out.writeBytes(KEEP_ALIVE);
    }
    if (request.body() != null) {
      long length = request.statedLength();
      if (length >= 0) {
        writeContentLength(out, length);
      } else {
        out.writeBytes(CHUNKED);
      }
    } else if (mayHaveBody(request.method())) {
      writeContentLength(out, 0);
    }
    writeFields(out, headers);
    return out;
  }

  /** The size line before a chunk. */
  static ByteBuf chunkStart(int bytes, ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(10);
    ByteBufUtil.writeAscii(out, Integer.toHexString(bytes));
    return out.writeShort(CRLF);
  }

  /** The line end after a chunk. */
  static ByteBuf chunkEnd(ByteBufAllocator allocator) {
    return allocator.directBuffer(2).writeShort(CRLF);
  }

  /** The last chunk and the trailers. */
  static ByteBuf lastChunk(HeaderList trailers, ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(64);
    out.writeByte('0').writeShort(CRLF);
    writeFields(out, trailers);
    return out;
  }

  private static void writeFields(ByteBuf out, HeaderList fields) {
    for (int i = 0, count = fields.size(); i < count; i++) {
      writeLatin1(out, fields.name(i));
      out.writeShort(COLON_SPACE);
      writeLatin1(out, fields.value(i));
      out.writeShort(CRLF);
    }
    out.writeShort(CRLF);
  }

  /** Fields hold bytes as ISO 8859-1, one char each. */
  private static void writeLatin1(ByteBuf out, String text) {
    int length = text.length();
    out.ensureWritable(length);
    int at = out.writerIndex();
    for (int i = 0; i < length; i++) {
      out.setByte(at + i, text.charAt(i));
    }
    out.writerIndex(at + length);
  }

  private static void writeContentLength(ByteBuf out, long length) {
    out.writeBytes(CONTENT_LENGTH);
    ByteBufUtil.writeAscii(out, Long.toString(length));
    out.writeShort(CRLF);
  }

  /** RFC 9110 §8.6: methods for which a body is expected state a length of zero. */
  private static boolean mayHaveBody(String method) {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
