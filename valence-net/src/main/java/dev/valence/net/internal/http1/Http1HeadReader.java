package dev.valence.net.internal.http1;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.internal.exchange.HeaderStrings;
import io.netty.buffer.ByteBuf;

/**
 * Reads status line and header fields (RFC 9112 §4 and §5) from a buffer that holds the whole head.
 */
final class Http1HeadReader {
  /** More lines than this are no honest head. */
  private static final int MAX_LINES = 4096;

  private static final String PREFIX = "HTTP/1.";

  private final HeaderStrings strings;

  Http1HeadReader(HeaderStrings strings) {
    this.strings = strings;
  }

  /** Refuses early what cannot become a status line, so that a wrong protocol is not waited for. */
  void checkBeginning(ByteBuf in) throws NetException {
    int length = Math.min(in.readableBytes(), PREFIX.length());
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFIX.charAt(i)) {
        throw invalid("the answer does not begin with HTTP/1");
      }
    }
  }

  /**
   * Reads the head that ends at {@code end}, its empty line included, and moves the buffer's reader
   * there.
   */
  ResponseHead readHead(ByteBuf in, int end) throws NetException {
    checkBeginning(in);
    int length = end - in.readerIndex();
    byte[] head = strings.room(length);
    in.readBytes(head, 0, length);
    int lineEnd = indexOf(head, 0, length, '\n');
    int textEnd = trimLineEnd(head, 0, lineEnd);
    int at = PREFIX.length();
    if (textEnd < at + 5
        || head[at + 1] != ' '
        || !isDigit(head[at])
        || !isDigit(head[at + 2])
        || !isDigit(head[at + 3])
        || !isDigit(head[at + 4])
        || (textEnd > at + 5 && head[at + 5] != ' ')) {
      throw invalid("bad status line");
    }
    HttpVersion version = head[at] == '0' ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    int status = (head[at + 2] - '0') * 100 + (head[at + 3] - '0') * 10 + (head[at + 4] - '0');
    if (status < 100) {
      throw invalid("bad status code " + status);
    }
    String reason = textEnd > at + 6 ? checkedString(head, at + 6, textEnd) : "";
    return new ResponseHead(version, status, reason, readFields(head, lineEnd + 1, length));
  }

  /** Reads the fields up to the empty line that ends at {@code end}, and moves the reader there. */
  HeaderList readFields(ByteBuf in, int end) throws NetException {
    int length = end - in.readerIndex();
    byte[] fields = strings.room(length);
    in.readBytes(fields, 0, length);
    return readFields(fields, 0, length);
  }

  private HeaderList readFields(byte[] in, int start, int end) throws NetException {
    HeaderList headers = new HeaderList(12);
    int line = start;
    boolean kept = false;
    for (int lines = 0; line < end; lines++) {
      int lf = indexOf(in, line, end, '\n');
      int textEnd = trimLineEnd(in, line, lf);
      if (textEnd == line) {
        break;
      }
      if (lines >= MAX_LINES) {
        throw new NetException(
            NetError.RESPONSE_HEADERS_TOO_BIG, "more than " + MAX_LINES + " lines", null);
      }
      if (isBlank(in[line])) {
        if (kept) {
          unfold(in, line, textEnd, headers);
        }
      } else {
        kept = readField(in, line, textEnd, headers);
      }
      line = lf + 1;
    }
    return headers;
  }

  /**
   * Adds a field and tells so. As Chromium: a line without a usable name is passed over; blanks
   * before the colon are none of the name.
   */
  private boolean readField(byte[] in, int start, int end, HeaderList headers) throws NetException {
    int colon = indexOf(in, start, end, ':');
    int nameEnd = colon;
    while (nameEnd > start && isBlank(in[nameEnd - 1])) {
      nameEnd--;
    }
    if (nameEnd <= start) {
      return false;
    }
    for (int i = start; i < nameEnd; i++) {
      if (!HeaderRules.isTokenChar((char) (in[i] & 0xff))) {
        return false;
      }
    }
    int valueStart = colon + 1;
    int valueEnd = end;
    while (valueStart < valueEnd && isBlank(in[valueStart])) {
      valueStart++;
    }
    while (valueEnd > valueStart && isBlank(in[valueEnd - 1])) {
      valueEnd--;
    }
    headers.add(strings.of(in, start, nameEnd), checkedString(in, valueStart, valueEnd));
    return true;
  }

  /** A folded line goes on with the value before (RFC 9112 §5.2). */
  private void unfold(byte[] in, int start, int end, HeaderList headers) throws NetException {
    int last = headers.size() - 1;
    String more = checkedString(in, start, end).trim();
    headers.replaceValue(last, (headers.value(last) + ' ' + more).trim());
  }

  /** A CR or NUL inside a line would be read differently by others: refused. */
  private String checkedString(byte[] in, int start, int end) throws NetException {
    for (int i = start; i < end; i++) {
      if (in[i] == '\r' || in[i] == 0) {
        throw invalid("a CR or NUL inside a header line");
      }
    }
    return strings.of(in, start, end);
  }

  private static int indexOf(byte[] in, int start, int end, char wanted) {
    for (int i = start; i < end; i++) {
      if (in[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int trimLineEnd(byte[] in, int start, int lf) {
    return lf > start && in[lf - 1] == '\r' ? lf - 1 : lf;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static NetException invalid(String detail) {
    return new NetException(NetError.INVALID_HTTP_RESPONSE, detail, null);
  }
}
