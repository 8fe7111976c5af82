package dev.valence.internal.websocket;

import dev.valence.net.http.HeaderRules;
import dev.valence.net.url.InvalidUrlException;
import dev.valence.net.url.Url;
import dev.valence.websocket.InvalidAccessException;
import dev.valence.websocket.SyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the WHATWG WebSockets standard checks at the call, with Chromium's words. */
public final class WebSocketRules {
  /** RFC 6455 §5.5: what is left of a control frame behind the code. */
  private static final int LONGEST_REASON = 123;

  private WebSocketRules() {}

  /** The URL to connect to: {@code ws:} or {@code wss:}. */
  public static Url url(String text) {
    Url url;
    try {
      url = Url.parse(text);
    } catch (InvalidUrlException e) {
      throw construct(String.valueOf(e.getMessage()));
    }
    Url rewritten =
        switch (url.scheme()) {
          case "ws", "wss" -> url;
          case "http", "https" -> Url.parse("ws" + url.href().substring("http".length()));
          default ->
              throw construct(
                  "The URL's scheme must be either 'http', 'https', 'ws', or 'wss'. '"
                      + url.scheme()
                      + "' is not allowed.");
        };
    if (rewritten.fragment() != null) {
      throw construct(
          "The URL contains a fragment identifier ('"
              + rewritten.fragment()
              + "'). Fragment identifiers are not allowed in WebSocket URLs.");
    }
    return rewritten;
  }

  /** The http or https form of a WebSocket's origin. */
  static Url httpForm(Url url) {
    return Url.parse("http" + url.href().substring("ws".length()));
  }

  /** Subprotocols are tokens, and no two the same but for case. */
  public static List<String> protocols(List<String> protocols) {
    Set<String> seen = new HashSet<>();
    for (String protocol : protocols) {
      if (!HeaderRules.isToken(protocol)) {
        throw construct("The subprotocol '" + protocol + "' is invalid.");
      }
      if (!seen.add(protocol.toLowerCase(Locale.ROOT))) {
        throw construct("The subprotocol '" + protocol + "' is duplicated.");
      }
    }
    return protocols;
  }

  private static SyntaxException construct(String what) {
    return new SyntaxException("Failed to construct 'WebSocket': " + what);
  }

  static void closeCode(int code) {
    if (code != 1000 && (code < 3000 || code > 4999)) {
      throw new InvalidAccessException(
          "Failed to execute 'close' on 'WebSocket': The close code must be either 1000, or between"
              + " 3000 and 4999. "
              + code
              + " is neither.");
    }
  }

  /** The reason as it goes on the wire. */
  static String closeReason(String reason) {
    byte[] bytes = utf8(reason);
    if (bytes.length > LONGEST_REASON) {
      throw new SyntaxException(
          "Failed to execute 'close' on 'WebSocket': The close reason must not be greater than "
              + LONGEST_REASON
              + " UTF-8 bytes.");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The bytes of a text, with U+FFFD for a surrogate without its partner (Java has '?'). */
  public static byte[] utf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int[] points =
            text.codePoints()
                .map(
                    point ->
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                            ? 0xFFFD
                            : point)
                .toArray();
        return new String(points, 0, points.length).getBytes(StandardCharsets.UTF_8);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
