package dev.valence.net.internal.auth;

import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.internal.auth.DigestChallenge.Qop;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The answer to a Digest challenge (RFC 7616 §3.4). Pure. */
final class DigestResponse {
  private final DigestChallenge challenge;

  DigestResponse(DigestChallenge challenge) {
    this.challenge = challenge;
  }

  /**
   * The value of the field.
   *
   * @param cnonce the client's nonce
   * @param bodyHash the body's hash for {@code auth-int}; else anything
   */
  String value(
      AuthCredentials credentials,
      String method,
      String uri,
      int nonceCount,
      String cnonce,
      String bodyHash) {
    String user = bytesOf(credentials.username());
    String nc = String.format(Locale.ROOT, "%08x", nonceCount);
    StringBuilder out = new StringBuilder(256).append("Digest ");
    appendUser(out, user, credentials.username());
    quoted(out.append(", realm="), challenge.realm());
    quoted(out.append(", nonce="), challenge.nonce());
    quoted(out.append(", uri="), uri);
    if (challenge.namesAlgorithm()) {
      out.append(", algorithm=").append(challenge.algorithm().wireName());
      out.append(challenge.session() ? "-sess" : "");
    }
    String key = key(user, bytesOf(credentials.password()), cnonce);
    String response = response(key, method, uri, nc, cnonce, bodyHash);
    out.append(", response=\"").append(response).append('"');
    String opaque = challenge.opaque();
    if (opaque != null) {
      quoted(out.append(", opaque="), opaque);
    }
    if (challenge.qop() != Qop.NONE) {
      out.append(", qop=").append(qopName()).append(", nc=").append(nc);
      out.append(", cnonce=\"").append(cnonce).append('"');
    } else if (challenge.session()) {
      out.append(", cnonce=\"").append(cnonce).append('"');
    }
    if (challenge.userHash()) {
      out.append(", userhash=true");
    }
    return out.toString();
  }

  /** H(A1). */
  private String key(String user, String password, String cnonce) {
    String key = hash(user + ":" + challenge.realm() + ":" + password);
    return challenge.session() ? hash(key + ":" + challenge.nonce() + ":" + cnonce) : key;
  }

  private String response(
      String key, String method, String uri, String nc, String cnonce, String bodyHash) {
    Qop qop = challenge.qop();
    String what = method + ":" + uri + (qop == Qop.AUTH_INT ? ":" + bodyHash : "");
    String nonces =
        qop == Qop.NONE
            ? challenge.nonce()
            : challenge.nonce() + ":" + nc + ":" + cnonce + ":" + qopName();
    return hash(key + ":" + nonces + ":" + hash(what));
  }

  private String qopName() {
    return challenge.qop() == Qop.AUTH_INT ? "auth-int" : "auth";
  }

  /**
   * The name, its hash, or, where it is not ASCII and the server knows UTF-8, its RFC 8187 form.
   */
  private void appendUser(StringBuilder out, String user, String name) {
    if (challenge.userHash()) {
      quoted(out.append("username="), hash(user + ":" + challenge.realm()));
    } else if (challenge.utf8() && !name.chars().allMatch(c -> c < 0x80)) {
      out.append("username*=UTF-8''").append(extended(user));
    } else {
      quoted(out.append("username="), user);
    }
  }

  private static String extended(String bytes) {
    StringBuilder out = new StringBuilder(bytes.length() * 3);
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "!#$&+-.^_`|~".indexOf(c) >= 0;
      if (plain) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  private static void quoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /** The UTF-8 bytes of a text, one char each, as header fields hold them. */
  private static String bytesOf(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private String hash(String bytes) {
    return hex(newDigest().digest(bytes.getBytes(StandardCharsets.ISO_8859_1)));
  }

  MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(challenge.algorithm().jdkName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "this Java has no " + challenge.algorithm().jdkName() + " for Digest logins", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
