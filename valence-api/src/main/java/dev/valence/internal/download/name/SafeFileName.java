package dev.valence.internal.download.name;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes any text the name of a file that Windows, macOS and Linux all take, in one folder, visible,
 * and as what it looks like (Chromium's {@code file_util_icu.cc}, {@code filename_util}). The rules
 * are the same on every system: files are carried from one to the other.
 */
final class SafeFileName {
  /** Leaves room for " (100)" and the ending of the part, within 255 bytes. */
  static final int MOST_BYTES = 200;

  private static final int MOST_EXTENSION_BYTES = 24;
  private static final String ILLEGAL = "\"*/:<>?\\|";

  /** Windows finds a device behind these names, whatever the extension. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|clock\\$|conin\\$|conout\\$|(com|lpt)[0-9¹²³])");

  /** These mean something to the shell of Windows. */
  private static final Set<String> SHELL_FILES = Set.of("desktop.ini", "thumbs.db");

  private static final Pattern SHELL_EXTENSION = Pattern.compile("(?i)(lnk|local|scf|\\{.*\\})");

  private SafeFileName() {}

  /** The text as a file name; empty where nothing of it is left. */
  static String of(String text) {
    String name = replaceIllegal(Normalizer.normalize(text, Normalizer.Form.NFC));
    name = trimEnds(name);
    if (name.chars().allMatch(c -> c == '-' || c == '_')) {
      return "";
    }
    return name;
  }

  /** The last touch, when the extension is what it will be. */
  static String withSafeExtension(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1);
    String safe =
        SHELL_EXTENSION.matcher(extension).matches() ? name.substring(0, dot) + ".download" : name;
    return shorten(awayFromDevices(safe));
  }

  private static String replaceIllegal(String text) {
    StringBuilder name = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isIllegal(c)) {
                name.append('_');
              } else {
                name.appendCodePoint(c);
              }
            });
    return name.toString();
  }

  private static boolean isIllegal(int c) {
    if (c < 0x80) {
      return c < 0x20 || c == 0x7F || ILLEGAL.indexOf(c) >= 0;
    }
    boolean joiner = c == 0x200C || c == 0x200D;
    int type = Character.getType(c);
    return type == Character.CONTROL
        || (type == Character.FORMAT && !joiner)
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || (c & 0xFFFE) == 0xFFFE
        || (c >= 0xFDD0 && c <= 0xFDEF);
  }

  /**
   * No dots and spaces at the ends: Windows drops them behind, and before they hide a file.
   * Chromium writes {@code _} for those behind, so that {@code a.exe.} is not taken for another
   * name.
   */
  private static String trimEnds(String text) {
    int end = text.length();
    while (end > 0 && isDotOrSpace(text.charAt(end - 1))) {
      end--;
    }
    int start = 0;
    while (start < end && isDotOrSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end) + (end == 0 ? "" : "_".repeat(text.length() - end));
  }

  private static boolean isDotOrSpace(char c) {
    return c == '.' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static String awayFromDevices(String name) {
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).strip();
    boolean special =
        DEVICE.matcher(stem).matches() || SHELL_FILES.contains(name.toLowerCase(Locale.ROOT));
    return special ? "_" + name : name;
  }

  private static String shorten(String name) {
    if (bytes(name) <= MOST_BYTES) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 ? name.substring(dot) : "";
    if (bytes(extension) > MOST_EXTENSION_BYTES) {
      extension = "";
    }
    String stem = name.substring(0, name.length() - extension.length());
    int room = MOST_BYTES - bytes(extension);
    int end = Math.min(stem.length(), room);
    while (end > 0 && (bytes(stem.substring(0, end)) > room || splitsPair(stem, end))) {
      end--;
    }
    return trimEnds(stem.substring(0, end)) + extension;
  }

  private static boolean splitsPair(String text, int at) {
    return at < text.length() && Character.isLowSurrogate(text.charAt(at));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
