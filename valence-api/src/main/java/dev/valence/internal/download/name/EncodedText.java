package dev.valence.internal.download.name;

import dev.valence.net.url.PercentEncoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ways in which names are encoded in header fields. */
final class EncodedText {
  private static final Pattern EXT_VALUE =
      Pattern.compile("([A-Za-z0-9!#$%&+^_`{}~.:-]+)'([A-Za-z0-9-]*)'(.*)");
  private static final Pattern ENCODED_WORD =
      Pattern.compile("=\\?([^?\\s]+)\\?([bBqQ])\\?([^?\\s]*)\\?=");

  private EncodedText() {}

  /** An {@code ext-value} (RFC 8187 §3.2): {@code UTF-8'en'%e2%82%ac}; null for none. */
  static @Nullable String extValue(String value) {
    Matcher parts = EXT_VALUE.matcher(value.strip());
    if (!parts.matches()) {
      return null;
    }
    Charset charset = charset(parts.group(1));
    return charset == null
        ? null
        : HeaderBytes.decode(PercentEncoding.decode(parts.group(3)), charset);
  }

  /**
   * The value of a plain {@code filename}, as Chromium reads it: encoded words (RFC 2047) or
   * percent escapes, both against the standard and both in use.
   */
  static String loose(String value) {
    if (ENCODED_WORD.matcher(value).find()) {
      return words(value);
    }
    String text = HeaderBytes.text(value);
    boolean ascii = text.chars().allMatch(c -> c < 0x80);
    if (!ascii || text.indexOf('%') < 0) {
      return text;
    }
    String unescaped = HeaderBytes.decode(PercentEncoding.decode(text), StandardCharsets.UTF_8);
    return unescaped == null ? text : unescaped;
  }

  private static String words(String value) {
    StringBuilder text = new StringBuilder();
    Matcher word = ENCODED_WORD.matcher(value);
    int end = 0;
    boolean afterWord = false;
    while (word.find()) {
      String between = value.substring(end, word.start());
      if (!(afterWord && between.isBlank())) {
        text.append(HeaderBytes.text(between));
      }
      String decoded = word(word.group(1), word.group(2), word.group(3));
      text.append(decoded == null ? word.group() : decoded);
      afterWord = true;
      end = word.end();
    }
    return text.append(HeaderBytes.text(value.substring(end))).toString();
  }

  private static @Nullable String word(String charsetName, String encoding, String encoded) {
    Charset charset = charset(charsetName);
    if (charset == null) {
      return null;
    }
    try {
      byte[] bytes =
          encoding.equalsIgnoreCase("B") ? Base64.getDecoder().decode(encoded) : q(encoded);
      return HeaderBytes.decode(bytes, charset);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static byte[] q(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
      int low = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 2), 16) : -1;
      if (c == '=' && high >= 0 && low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(c == '_' ? ' ' : c);
      }
    }
    return bytes.toByteArray();
  }

  private static @Nullable Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }
}
