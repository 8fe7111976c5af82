package dev.valence.net.url;

import dev.valence.net.url.UrlParser.StateOverride;

/**
 * The setters of the standard's URL class (§6.1) as pure functions: each gives the URL with one
 * part set, normalised, and the same URL where the standard ignores the value (a host that is none,
 * a port for a file URL, …).
 *
 * <p>All throw {@link InvalidUrlException} ("too-long") when the value or the result is longer than
 * {@link Url#MAX_LENGTH}.
 */
public final class UrlSetters {
  private UrlSetters() {}

  /**
   * The whole URL anew.
   *
   * @throws InvalidUrlException when the value is no URL
   */
  public static Url href(Url url, String value) {
    return Url.parse(value);
  }

  /**
   * The scheme, with or without its colon. A special scheme is never changed to one that is not,
   * nor the other way.
   */
  public static Url protocol(Url url, String value) {
    String text = UrlInput.strip(bounded(value)) + ":";
    int colon = UrlInput.schemeEnd(text);
    if (colon < 0) {
      return url;
    }
    String scheme = UrlInput.scheme(text, colon);
    if (SpecialScheme.isSpecial(scheme) != url.isSpecial()) {
      return url;
    }
    UrlRecord record = UrlRecord.copyOf(url);
    if (scheme.equals("file") && (record.hasCredentials() || record.port >= 0)) {
      return url;
    }
    if (record.isFile() && record.host.isNoneOrEmpty()) {
      return url;
    }
    record.scheme = scheme;
    record.setPort(record.port);
    return record.toUrl();
  }

  /** The user name, not yet percent-encoded. */
  public static Url username(Url url, String value) {
    UrlRecord record = UrlRecord.copyOf(url);
    if (record.cannotHaveCredentialsOrPort()) {
      return url;
    }
    record.username = PercentEncoding.encode(bounded(value), PercentEncodeSet.USERINFO);
    return record.toUrl();
  }

  /** The password, not yet percent-encoded. */
  public static Url password(Url url, String value) {
    UrlRecord record = UrlRecord.copyOf(url);
    if (record.cannotHaveCredentialsOrPort()) {
      return url;
    }
    record.password = PercentEncoding.encode(bounded(value), PercentEncodeSet.USERINFO);
    return record.toUrl();
  }

  /** The host, with a port if the value has one. */
  public static Url host(Url url, String value) {
    return url.hasOpaquePath() ? url : with(url, value, StateOverride.HOST);
  }

  /** The host without a port. */
  public static Url hostname(Url url, String value) {
    return url.hasOpaquePath() ? url : with(url, value, StateOverride.HOSTNAME);
  }

  /** The port: the digits at the start of the value; "" removes it. */
  public static Url port(Url url, String value) {
    UrlRecord record = UrlRecord.copyOf(url);
    if (record.cannotHaveCredentialsOrPort()) {
      return url;
    }
    if (value.isEmpty()) {
      record.port = -1;
      return record.toUrl();
    }
    return with(url, value, StateOverride.PORT);
  }

  /** The path; '?' and '#' in it are percent-encoded. */
  public static Url pathname(Url url, String value) {
    if (url.hasOpaquePath()) {
      return url;
    }
    UrlRecord record = UrlRecord.copyOf(url);
    record.path.setLength(0);
    return with(record, value, StateOverride.PATHNAME);
  }

  /** The query, with or without its '?'; "" removes it. */
  public static Url search(Url url, String value) {
    UrlRecord record = UrlRecord.copyOf(url);
    record.query = null;
    return setOrRemove(record, value, '?', StateOverride.SEARCH);
  }

  /** The fragment, with or without its '#'; "" removes it. */
  public static Url hash(Url url, String value) {
    UrlRecord record = UrlRecord.copyOf(url);
    record.fragment = null;
    return setOrRemove(record, value, '#', StateOverride.HASH);
  }

  private static Url setOrRemove(UrlRecord record, String value, char mark, StateOverride part) {
    if (value.isEmpty()) {
      return record.toUrl();
    }
    return with(record, value.charAt(0) == mark ? value.substring(1) : value, part);
  }

  private static Url with(Url url, String value, StateOverride part) {
    return with(UrlRecord.copyOf(url), value, part);
  }

  /** What was set before a failure stays set: the standard changes the URL in place. */
  private static Url with(UrlRecord record, String value, StateOverride part) {
    boolean unused = UrlParser.parseInto(record, bounded(value), part);
    return record.toUrl();
  }

  private static String bounded(String value) {
    if (value.length() > Url.MAX_LENGTH) {
      throw new InvalidUrlException(value, "too-long");
    }
    return value;
  }
}
