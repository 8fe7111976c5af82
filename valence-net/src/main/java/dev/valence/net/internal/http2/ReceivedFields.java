package dev.valence.net.internal.http2;

import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.internal.exchange.HeaderStrings;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a response or its trailers, checked as they come out of HPACK (RFC 9113 §8.2 and
 * §8.3). A refusal is an {@link IllegalArgumentException}, which Netty's decoder makes a stream
 * error after it has decoded the rest.
 */
final class ReceivedFields extends OneWayFields {
  private static final AsciiString STATUS = AsciiString.cached(":status");
  private static final Set<AsciiString> REQUEST =
      Set.of(
          AsciiString.cached(":method"),
          AsciiString.cached(":scheme"),
          AsciiString.cached(":authority"),
          AsciiString.cached(":path"));
  private static final int LONGEST_SHOWN = 40;

  private final HeaderStrings strings;
  private final HeaderList list;
  private @Nullable AsciiString statusText;
  private int status = -1;
  private boolean request;

  ReceivedFields(HeaderStrings strings, int expectedFields) {
    this.strings = strings;
    this.list = new HeaderList(expectedFields);
  }

  /** The fields without {@code :status}, names in lower case. */
  HeaderList list() {
    return list;
  }

  /** The status code, or -1 where there was none. */
  int statusCode() {
    return status;
  }

  /** Whether there was a pseudo-header that only requests have. */
  boolean isRequest() {
    return request;
  }

  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    AsciiString key = (AsciiString) name;
    AsciiString text = (AsciiString) value;
    if (!key.isEmpty() && key.byteAt(0) == ':') {
      addPseudoHeader(key, text);
      return this;
    }
    String keyString = strings.of(key);
    checkName(keyString);
    if (!isCleanValue(text)) {
      throw new IllegalArgumentException("CR, LF or NUL in the value of " + keyString);
    }
    list.add(keyString, strings.of(text));
    return this;
  }

  @Override
  public @Nullable CharSequence status() {
    return statusText;
  }

  @Override
  public int size() {
    return list.size() + (statusText == null ? 0 : 1);
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  private void addPseudoHeader(AsciiString name, AsciiString value) {
    if (REQUEST.contains(name)) {
      // The block of a PUSH_PROMISE, which is refused for what it is; or no response.
      request = true;
      return;
    }
    if (!STATUS.equals(name)) {
      throw new IllegalArgumentException("an unknown pseudo-header: " + shown(name));
    }
    if (statusText != null) {
      throw new IllegalArgumentException("two :status pseudo-headers");
    }
    if (!list.isEmpty()) {
      throw new IllegalArgumentException("the :status pseudo-header after a regular field");
    }
    statusText = value;
    status = statusCode(value);
  }

  private static int statusCode(AsciiString value) {
    int code = 0;
    boolean good = value.length() == 3;
    for (int i = 0; good && i < 3; i++) {
      int digit = value.byteAt(i) - '0';
      good = digit >= 0 && digit <= 9;
      code = code * 10 + digit;
    }
    if (!good || code < 100) {
      throw new IllegalArgumentException("bad :status: " + shown(value));
    }
    return code;
  }

  private static void checkName(String name) {
    boolean good = HeaderRules.isToken(name);
    for (int i = 0; good && i < name.length(); i++) {
      char c = name.charAt(i);
      good = c < 'A' || c > 'Z';
    }
    if (!good) {
      throw new IllegalArgumentException("bad field name: " + shown(name));
    }
    if (ConnectionFields.isOne(name)) {
      throw new IllegalArgumentException("a field that HTTP/2 does not have: " + name);
    }
  }

  private static boolean isCleanValue(AsciiString value) {
    byte[] bytes = value.array();
    int at = value.arrayOffset();
    for (int end = at + value.length(); at < end; at++) {
      byte b = bytes[at];
      if (b <= '\r' && (b == '\r' || b == '\n' || b == 0)) {
        return false;
      }
    }
    return true;
  }

  private static String shown(CharSequence text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), LONGEST_SHOWN); i++) {
      char c = text.charAt(i);
      shown.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return text.length() > LONGEST_SHOWN ? shown + "…" : shown.toString();
  }
}
