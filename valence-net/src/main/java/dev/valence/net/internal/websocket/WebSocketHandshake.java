package dev.valence.net.internal.websocket;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.websocket.PerMessageDeflate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake over HTTP/1.1 (RFC 6455 §4.1) or HTTP/2 (RFC 8441 §5), with Chromium's
 * words for what is wrong.
 */
public final class WebSocketHandshake {
  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final String key;
  private final List<String> protocols;
  private final @Nullable DeflateNegotiation compression;

  private WebSocketHandshake(
      String key, List<String> protocols, @Nullable DeflateNegotiation compression) {
    this.key = key;
    this.protocols = List.copyOf(protocols);
    this.compression = compression;
  }

  /**
   * What the server has agreed to.
   *
   * @param protocol the subprotocol it chose; empty where none was offered
   * @param extensions the extensions as it named them; empty for none
   * @param compression how messages may be compressed; null for not at all
   */
  public record Agreement(
      String protocol, String extensions, @Nullable DeflateAgreement compression) {}

  /**
   * A handshake with a new key that offers these subprotocols.
   *
   * @param compression what to offer; null for none
   */
  public static WebSocketHandshake begin(
      SecureRandom random, List<String> protocols, @Nullable PerMessageDeflate compression) {
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    return new WebSocketHandshake(
        Base64.getEncoder().encodeToString(nonce),
        protocols,
        compression == null ? null : new DeflateNegotiation(compression));
  }

  /** Adds the fields that make a request a handshake, but for {@code Origin}. */
  public void addTo(HeaderList headers) {
    headers.set("Connection", "Upgrade");
    headers.set("Upgrade", "websocket");
    headers.set("Sec-WebSocket-Version", "13");
    headers.set("Sec-WebSocket-Key", key);
    if (!protocols.isEmpty()) {
      headers.set("Sec-WebSocket-Protocol", String.join(", ", protocols));
    }
    if (compression != null) {
      headers.set("Sec-WebSocket-Extensions", compression.offer());
    }
  }

  /**
   * Checks the server's answer.
   *
   * @throws NetException {@code ERR_INVALID_RESPONSE} when the answer opens no WebSocket
   */
  public Agreement check(ResponseHead head) throws NetException {
    boolean http2 = head.version() == HttpVersion.HTTP_2;
    if (http2 ? head.status() / 100 != 2 : head.status() != 101) {
      throw wrong("Unexpected response code: " + head.status());
    }
    HeaderList headers = head.headers();
    if (!http2) {
      checkUpgrade(headers);
    }
    String protocol = chosenProtocol(headers.getAll("sec-websocket-protocol"));
    String extensions = headers.getJoined("sec-websocket-extensions");
    if (extensions == null || extensions.isEmpty()) {
      return new Agreement(protocol, "", null);
    }
    return new Agreement(
        protocol, extensions, DeflateNegotiation.accepted(compression, extensions));
  }

  private void checkUpgrade(HeaderList headers) throws NetException {
    String upgrade = single(headers, "Upgrade");
    if (!upgrade.equalsIgnoreCase("websocket")) {
      throw wrong("'Upgrade' header value is not 'WebSocket': " + upgrade);
    }
    String accept = single(headers, "Sec-WebSocket-Accept");
    if (!accept.equals(acceptFor(key))) {
      throw wrong("Incorrect 'Sec-WebSocket-Accept' header value");
    }
    String connection = headers.getJoined("connection");
    if (connection == null) {
      throw wrong("'Connection' header is missing");
    }
    if (!hasToken(connection, "upgrade")) {
      throw wrong("'Connection' header value must contain 'Upgrade'");
    }
  }

  private String chosenProtocol(List<String> answers) throws NetException {
    if (answers.isEmpty()) {
      if (protocols.isEmpty()) {
        return "";
      }
      throw wrong("Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received");
    }
    String answer = answers.get(0);
    if (protocols.isEmpty()) {
      throw wrong(
          "Response must not include 'Sec-WebSocket-Protocol' header if not present in request: "
              + answer);
    }
    if (answers.size() > 1) {
      throw wrong("'Sec-WebSocket-Protocol' header must not appear more than once in a response");
    }
    if (!protocols.contains(answer)) {
      throw wrong(
          "'Sec-WebSocket-Protocol' header value '"
              + answer
              + "' in response does not match any of sent values");
    }
    return answer;
  }

  private static String single(HeaderList headers, String name) throws NetException {
    List<String> values = headers.getAll(name);
    if (values.isEmpty()) {
      throw wrong("'" + name + "' header is missing");
    }
    if (values.size() > 1) {
      throw wrong("'" + name + "' header must not appear more than once in a response");
    }
    return values.get(0);
  }

  private static boolean hasToken(String list, String token) {
    for (String item : list.toLowerCase(Locale.ROOT).split(",")) {
      if (item.strip().equals(token)) {
        return true;
      }
    }
    return false;
  }

  /** What a server answers to a key (RFC 6455 §4.2.2). */
  static String acceptFor(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  static NetException wrong(String what) {
    return new NetException(
        NetError.INVALID_RESPONSE, "Error during WebSocket handshake: " + what, null);
  }
}
