package dev.valence.net.internal.pac;

import dev.valence.net.url.Url;

/**
 * What a script hears of a URL: no user, no password, no fragment; of {@code https} and {@code wss}
 * neither path nor query, as a script may come from an attacker (Chromium's {@code SanitizeUrl}). A
 * pure function.
 *
 * @param url for the first parameter of {@code FindProxyForURL}
 * @param host for the second: IPv6 without brackets
 */
public record PacUrl(String url, String host) {
  public static PacUrl of(Url url) {
    String host = url.host() == null ? "" : url.host();
    boolean secret = url.scheme().equals("https") || url.scheme().equals("wss");
    StringBuilder text = new StringBuilder(url.scheme()).append(':');
    if (url.host() != null) {
      text.append("//").append(host);
      if (url.port() >= 0) {
        text.append(':').append(url.port());
      }
    }
    if (secret) {
      text.append('/');
    } else {
      text.append(url.path());
      String query = url.query();
      if (query != null) {
        text.append('?').append(query);
      }
    }
    boolean literal = host.startsWith("[") && host.endsWith("]");
    return new PacUrl(text.toString(), literal ? host.substring(1, host.length() - 1) : host);
  }
}
