package dev.valence.internal.folder;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The path of a URL as names of files: percent-decoded once, and refused where a name could be more
 * than a name on some system. Pure functions.
 *
 * @param names the names of folders, and last of the file where {@code folder} is false
 * @param folder whether the path ends in a slash
 */
public record UrlPath(List<String> names, boolean folder) {
  private static final int MOST_NAMES = 256;

  /** Names of devices, which Windows finds in every folder and with every ending. */
  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "conin$", "conout$");

  /**
   * Reads a path.
   *
   * @param path as in {@link dev.valence.net.url.Url#path()}: starts with a slash
   * @param windows whether the names are those of Windows
   * @return null where it names no file safely
   */
  public static @Nullable UrlPath parse(String path, boolean windows) {
    if (!path.startsWith("/")) {
      return null;
    }
    String[] parts = path.substring(1).split("/", -1);
    if (parts.length > MOST_NAMES) {
      return null;
    }
    List<String> names = new ArrayList<>(parts.length);
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (last && parts[i].isEmpty()) {
        return new UrlPath(List.copyOf(names), true);
      }
      String name = decode(parts[i]);
      if (name == null || !isPlain(name) || windows && !isPlainOnWindows(name)) {
        return null;
      }
      names.add(name);
    }
    return new UrlPath(List.copyOf(names), false);
  }

  /** Whether a name begins with a dot, {@code .well-known} (RFC 8615) apart. */
  public boolean isHidden() {
    return names.stream().anyMatch(UrlPath::isHidden);
  }

  static boolean isHidden(String name) {
    return name.startsWith(".") && !name.equals(".well-known");
  }

  private static @Nullable String decode(String part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      int high = i + 2 <= part.length() - 1 ? Character.digit(part.charAt(i + 1), 16) : -1;
      int low = i + 2 <= part.length() - 1 ? Character.digit(part.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Never a step up, another separator, a drive or a control character. */
  private static boolean isPlain(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/' || c == '\\' || Character.isISOControl(c)) {
        return false;
      }
    }
    return !(name.length() >= 2 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0)));
  }

  /** No devices, no streams beside files, none of the endings that Windows drops. */
  private static boolean isPlainOnWindows(String name) {
    if (name.endsWith(".") || name.endsWith(" ")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if ("<>:\"|?*".indexOf(name.charAt(i)) >= 0) {
        return false;
      }
    }
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
    return !DEVICES.contains(stem) && !stem.matches("(com|lpt)[0-9¹²³]");
  }
}
