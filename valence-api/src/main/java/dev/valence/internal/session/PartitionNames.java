package dev.valence.internal.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder names of partitions. Electron lower-cases and escapes; here two names never share a
 * folder, also on a file system that ignores case. Pure functions.
 */
public final class PartitionNames {
  private static final int LONGEST = 120;

  /** Names that Windows gives to devices. */
  private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

  private PartitionNames() {}

  /**
   * The folder's name: lower-case letters, digits, minus and underscore as they are, a dot where it
   * is neither first nor last, any other byte of the UTF-8 form as a percent sign and two hex
   * digits. A long name ends in its hash. The empty name is a lone percent sign.
   */
  public static String folder(String partition) {
    if (partition.isEmpty()) {
      return "%";
    }
    StringBuilder name = new StringBuilder(partition.length() + 8);
    byte[] bytes = partition.getBytes(StandardCharsets.UTF_8);
    boolean device = isDevice(partition);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xFF);
      boolean innerDot = c == '.' && i > 0 && i < bytes.length - 1;
      boolean plain =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || innerDot;
      if (plain && !(device && i == 0)) {
        name.append(c);
      } else {
        name.append('%').append(HexFormat.of().toHexDigits((byte) c));
      }
    }
    if (name.length() <= LONGEST) {
      return name.toString();
    }
    return name.substring(0, LONGEST - 33) + "~" + hash(bytes);
  }

  /**
   * The partition of a folder's name: the inverse of {@link #folder}. A long name, of which only
   * the beginning is known, ends in {@code …}; what is no such name is null.
   */
  public static @Nullable String partition(String folder) {
    if (folder.equals("%")) {
      return "";
    }
    int tilde = folder.lastIndexOf('~');
    String name = tilde < 0 ? folder : folder.substring(0, tilde);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '%') {
        bytes.write(c);
      } else if (i + 2 < name.length()
          && HexFormat.isHexDigit(name.charAt(i + 1))
          && HexFormat.isHexDigit(name.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else if (tilde < 0) {
        return null;
      } else {
        break;
      }
    }
    String partition = bytes.toString(StandardCharsets.UTF_8);
    if (tilde >= 0) {
      return partition + "…";
    }
    return folder(partition).equals(folder) ? partition : null;
  }

  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    return DEVICES.contains(stem)
        || (stem.length() == 4
            && (stem.startsWith("com") || stem.startsWith("lpt"))
            && Character.isDigit(stem.charAt(3)));
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
