package dev.valence.net.internal.http2;

import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.OutgoingRequest;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map.Entry;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request on their way into HPACK (RFC 9113 §8.3.1, RFC 8441 §4): pseudo-headers
 * first, in Chromium's order, then the fields in theirs. One instance serves one connection; what
 * it holds is valid until it is filled again.
 */
final class RequestFields extends OneWayFields {
  private static final AsciiString METHOD = AsciiString.cached(":method");
  private static final AsciiString AUTHORITY = AsciiString.cached(":authority");
  private static final AsciiString SCHEME = AsciiString.cached(":scheme");
  private static final AsciiString PATH = AsciiString.cached(":path");
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
  private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
  private static final AsciiString HTTPS = AsciiString.cached("https");
  private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");
  private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
  private static final AsciiString TE = AsciiString.cached("te");

  private final WireTexts texts;
  private final Cursor cursor = new Cursor();
  private AsciiString[] fields = new AsciiString[48];
  private int size;

  RequestFields(WireTexts texts) {
    this.texts = texts;
  }

  /** Holds the head of this request from now on. */
  RequestFields head(OutgoingRequest request) {
    size = 0;
    boolean webSocket = request.isWebSocket();
    append(METHOD, webSocket ? CONNECT : texts.value(request.method()));
    append(AUTHORITY, texts.value(request.authority()));
    append(SCHEME, webSocket ? HTTPS : texts.value(request.scheme()));
    append(PATH, texts.value(request.target()));
    if (webSocket) {
      append(PROTOCOL, WEBSOCKET);
    }
    long length = contentLength(request);
    if (length >= 0) {
      append(CONTENT_LENGTH, texts.value(Long.toString(length)));
    }
    appendAll(request.headers());
    return this;
  }

  /** Holds these trailers from now on. */
  RequestFields trailers(HeaderList trailers) {
    size = 0;
    appendAll(trailers);
    return this;
  }

  /** What it holds now, for whoever wants to see what is really sent. */
  HeaderList toHeaderList() {
    HeaderList list = new HeaderList(size / 2);
    for (int i = 0; i < size; i += 2) {
      list.add(fields[i].toString(), fields[i + 1].toString());
    }
    return list;
  }

  @Override
  public Iterator<Entry<CharSequence, CharSequence>> iterator() {
    cursor.at = -2;
    return cursor;
  }

  @Override
  public int size() {
    return size / 2;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  private void appendAll(HeaderList headers) {
    for (int i = 0, count = headers.size(); i < count; i++) {
      AsciiString name = texts.name(headers.name(i));
      if (belongs(name, headers.value(i))) {
        append(name, texts.value(headers.value(i)));
      }
    }
  }

  /** RFC 9113 §8.2.2; the length is the connection's to state. */
  private static boolean belongs(AsciiString name, String value) {
    if (TE.equals(name)) {
      return value.equalsIgnoreCase("trailers");
    }
    String text = name.toString();
    return !ConnectionFields.isOne(text)
        && !text.equals("host")
        && !text.equals("content-length")
        // RFC 8441 §5: the protocol is agreed on by other means.
        && !text.equals("sec-websocket-key");
  }

  private static long contentLength(OutgoingRequest request) {
    if (request.body() != null) {
      return request.statedLength();
    }
    return switch (request.method()) {
      // RFC 9110 §8.6: methods for which a body is expected state a length of zero.
      case "POST", "PUT", "PATCH" -> 0;
      default -> -1;
    };
  }

  private void append(AsciiString name, AsciiString value) {
    if (size == fields.length) {
      fields = Arrays.copyOf(fields, size * 2);
    }
    fields[size] = name;
    fields[size + 1] = value;
    size += 2;
  }

  /** Walks over the fields, being each of them in turn: the encoder keeps no entry. */
  private final class Cursor
      implements Iterator<Entry<CharSequence, CharSequence>>, Entry<CharSequence, CharSequence> {
    private int at = -2;

    @Override
    public boolean hasNext() {
      return at + 2 < size;
    }

    @Override
    public Entry<CharSequence, CharSequence> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      at += 2;
      return this;
    }

    @Override
    public CharSequence getKey() {
      return fields[at];
    }

    @Override
    public CharSequence getValue() {
      return fields[at + 1];
    }

    @Override
    public CharSequence setValue(@Nullable CharSequence value) {
      throw new UnsupportedOperationException();
    }
  }
}
