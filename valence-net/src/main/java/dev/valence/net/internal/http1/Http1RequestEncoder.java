package dev.valence.net.internal.http1;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.OutgoingRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Writes request heads (RFC 9112 §3), chunk frames (§7.1) and trailers. Order and case of the
 * fields are kept.
 */
final class Http1RequestEncoder {
  private static final byte[] VERSION = ascii(" HTTP/1.1\r\nHost: ");
  private static final byte[] KEEP_ALIVE = ascii("\r\nConnection: keep-alive\r\n");
  // The field that old proxies know, as Chromium has it.
  private static final byte[] PROXY_KEEP_ALIVE = ascii("\r\nProxy-Connection: keep-alive\r\n");
  private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final int CRLF = '\r' << 8 | '\n';
  private static final int COLON_SPACE = ':' << 8 | ' ';

  private Http1RequestEncoder() {}

  /**
   * The head of a request in one buffer.
   *
   * @throws NetException for a character that would end a field or that no byte stands for: nothing
   *     of the request is sent
   */
  static ByteBuf head(OutgoingRequest request, ByteBufAllocator allocator) throws NetException {
    ByteBuf out = allocator.directBuffer(512);
    try {
      writeHead(out, request);
      return out;
    } catch (NetException e) {
      out.release();
      throw e;
    }
  }

  private static void writeHead(ByteBuf out, OutgoingRequest request) throws NetException {
    ByteBufUtil.writeAscii(out, request.method());
    out.writeByte(' ');
    ByteBufUtil.writeAscii(out, request.target());
    out.writeBytes(VERSION);
    ByteBufUtil.writeAscii(out, request.authority());
    HeaderList headers = request.headers();
    if (headers.contains("connection")) {
      out.writeShort(CRLF);
    } else if (request.isForProxy()) {
      out.writeBytes(PROXY_KEEP_ALIVE);
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
  static ByteBuf lastChunk(HeaderList trailers, ByteBufAllocator allocator) throws NetException {
    ByteBuf out = allocator.directBuffer(64);
    try {
      out.writeByte('0').writeShort(CRLF);
      writeFields(out, trailers);
      return out;
    } catch (NetException e) {
      out.release();
      throw e;
    }
  }

  private static void writeFields(ByteBuf out, HeaderList fields) throws NetException {
    for (int i = 0, count = fields.size(); i < count; i++) {
      String name = fields.name(i);
      writeLatin1(out, name, name);
      out.writeShort(COLON_SPACE);
      writeLatin1(out, fields.value(i), name);
      out.writeShort(CRLF);
    }
    out.writeShort(CRLF);
  }

  /**
   * Fields hold bytes as ISO 8859-1, one char each. The last guard against injection: cut to a
   * byte, U+010A would be LF.
   */
  private static void writeLatin1(ByteBuf out, String text, String field) throws NetException {
    for (int i = 0, length = text.length(); i < length; i++) {
      char c = text.charAt(i);
      if (c > 0xff || c == '\r' || c == '\n' || c == 0) {
        throw new NetException(
            NetError.INVALID_ARGUMENT,
            String.format("header %s has the character U+%04X", field, (int) c),
            null);
      }
    }
    // Netty's "ASCII" keeps the low 256 characters as they are.
    ByteBufUtil.writeAscii(out, text);
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
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
