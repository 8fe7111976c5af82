package dev.valence.net.internal.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One challenge of a {@code WWW-Authenticate} or {@code Proxy-Authenticate} field (RFC 9110 §11.3).
 *
 * @param scheme the scheme's name as it was sent
 * @param token68 the data of schemes that have no parameters; empty for none
 * @param parameters by name in lower case; of repeated ones the first. Values are bytes as ISO
 *     8859-1
 */
record Challenge(String scheme, String token68, Map<String, String> parameters) {
  static Challenge of(String scheme) {
    return new Challenge(scheme, "", new LinkedHashMap<>(0));
  }

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /** The realm as text: UTF-8 where it is that, ISO 8859-1 otherwise; empty for none. */
  String realm() {
    String raw = parameters.get("realm");
    return raw == null ? "" : text(raw);
  }

  private static String text(String raw) {
    byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return raw;
    }
  }

  /** The scheme alone: the rest may hold what is secret. */
  @Override
  public String toString() {
    return "Challenge[" + (scheme.length() > 20 ? scheme.substring(0, 20) : scheme) + "]";
  }
}
