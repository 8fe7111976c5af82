package dev.valence.net.internal.websocket;

import dev.valence.net.NetException;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.websocket.PerMessageDeflate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Offers {@code permessage-deflate} and reads what the server makes of it (RFC 7692 §7.1, with
 * Chromium's words for what is wrong).
 */
final class DeflateNegotiation {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_FORGETS = "server_no_context_takeover";
  private static final String CLIENT_FORGETS = "client_no_context_takeover";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final String CLIENT_BITS = "client_max_window_bits";

  /** RFC 7692 §7.1.2: a number without leading zeros. */
  private static final Pattern BITS = Pattern.compile("[89]|1[0-5]");

  /** One name with or without a value, and what ends it (RFC 6455 §9.1). */
  private static final Pattern ITEM =
      Pattern.compile(
          "[ \\t]*([^ \\t;,=\"]+)[ \\t]*(?:=[ \\t]*(\"[^\"]*\"|[^ \\t;,\"]+))?[ \\t]*(;|,|$)");

  private final PerMessageDeflate wanted;

  DeflateNegotiation(PerMessageDeflate wanted) {
    this.wanted = wanted;
  }

  /** The value of {@code Sec-WebSocket-Extensions}. */
  String offer() {
    StringBuilder offer = new StringBuilder(NAME);
    if (wanted.serverNoContextTakeover()) {
      offer.append("; ").append(SERVER_FORGETS);
    }
    if (wanted.clientNoContextTakeover()) {
      offer.append("; ").append(CLIENT_FORGETS);
    }
    if (wanted.serverMaxWindowBits() < 15) {
      offer.append("; ").append(SERVER_BITS).append('=').append(wanted.serverMaxWindowBits());
    }
    offer.append("; ").append(CLIENT_BITS);
    if (wanted.clientMaxWindowBits() < 15) {
      offer.append('=').append(wanted.clientMaxWindowBits());
    }
    return offer.toString();
  }

  /**
   * What the server's extensions mean.
   *
   * @param offered null where nothing was
   * @throws NetException when they are not an answer to the offer
   */
  static @Nullable DeflateAgreement accepted(
      @Nullable DeflateNegotiation offered, String extensions) throws NetException {
    DeflateAgreement agreement = null;
    Matcher items = ITEM.matcher(extensions);
    int at = 0;
    while (at < extensions.length()) {
      Map<String, String> parameters = new LinkedHashMap<>();
      String name = null;
      boolean more = true;
      while (more) {
        if (!items.find(at) || items.start() != at || !HeaderRules.isToken(items.group(1))) {
          throw malformed();
        }
        at = items.end();
        if (name == null) {
          name = items.group(1);
          if (items.group(2) != null) {
            throw malformed();
          }
        } else if (parameters.putIfAbsent(items.group(1), value(items.group(2))) != null) {
          throw wrong(
              "Received duplicate permessage-deflate extension parameter " + items.group(1));
        }
        more = items.group(3).equals(";");
        if (items.group(3).equals(",") && at == extensions.length()) {
          throw malformed();
        }
        if (more && at == extensions.length()) {
          throw malformed();
        }
      }
      if (offered == null || !NAME.equals(name)) {
        throw WebSocketHandshake.wrong(
            "Found an unsupported extension '" + name + "' in 'Sec-WebSocket-Extensions' header");
      }
      if (agreement != null) {
        throw wrong("Received duplicate permessage-deflate response");
      }
      agreement = offered.agreement(parameters);
    }
    return agreement;
  }

  private DeflateAgreement agreement(Map<String, String> parameters) throws NetException {
    int clientBits = 15;
    int serverBits = 15;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case SERVER_FORGETS, CLIENT_FORGETS -> {
          if (!value.isEmpty()) {
            throw wrong("Received invalid " + parameter.getKey() + " parameter");
          }
        }
        case SERVER_BITS -> serverBits = bits(SERVER_BITS, value);
        case CLIENT_BITS -> clientBits = bits(CLIENT_BITS, value);
        default -> throw wrong("Received an unexpected permessage-deflate extension parameter");
      }
    }
    if (wanted.serverNoContextTakeover() && !parameters.containsKey(SERVER_FORGETS)) {
      throw wrong("The server does not agree to " + SERVER_FORGETS);
    }
    if (serverBits > wanted.serverMaxWindowBits()) {
      throw wrong(
          "The server does not agree to " + SERVER_BITS + "=" + wanted.serverMaxWindowBits());
    }
    return new DeflateAgreement(
        parameters.containsKey(SERVER_FORGETS),
        Math.min(clientBits, wanted.clientMaxWindowBits()),
        wanted.clientNoContextTakeover() || parameters.containsKey(CLIENT_FORGETS));
  }

  private static int bits(String name, String value) throws NetException {
    if (!BITS.matcher(value).matches()) {
      throw wrong("Received invalid " + name + " parameter");
    }
    return Integer.parseInt(value);
  }

  private static String value(@Nullable String given) {
    if (given == null) {
      return "";
    }
    return given.startsWith("\"") ? given.substring(1, given.length() - 1) : given;
  }

  private static NetException malformed() {
    return WebSocketHandshake.wrong(
        "'Sec-WebSocket-Extensions' header value is rejected by the parser");
  }

  private static NetException wrong(String what) {
    return WebSocketHandshake.wrong("Error in permessage-deflate: " + what);
  }
}
