package dev.valence.net.internal.dns.wire;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Domain names (RFC 1035 §3.1, §4.1.4). In text form they are lower case and without a trailing
 * dot; bytes that are no printable ASCII, dots and backslashes within a label are written {@code
 * \DDD}. The root is the empty text.
 */
public final class DnsName {
  /** RFC 1035 §2.3.4, in wire form. */
  private static final int MAX_BYTES = 255;

  private static final int MAX_LABEL = 63;

  private DnsName() {}

  /** A name, and where the bytes after it begin. */
  record Read(String name, int end) {}

  /**
   * Reads a name.
   *
   * @param limit where the message ends
   * @param pointers whether compression pointers may occur
   */
  static Read read(byte[] message, int start, int limit, boolean pointers)
      throws DnsFormatException {
    StringBuilder name = new StringBuilder();
    int position = start;
    int end = -1;
    int length = 1;
    // A pointer must lead to where no name was read from yet, so that loops end.
    int lowest = start;
    while (true) {
      int count = at(message, position, limit);
      if (count == 0) {
        return new Read(name.toString(), end < 0 ? position + 1 : end);
      }
      if ((count & 0xC0) == 0xC0 && pointers) {
        int target = (count & 0x3F) << 8 | at(message, position + 1, limit);
        if (end < 0) {
          end = position + 2;
        }
        if (target >= lowest) {
          throw new DnsFormatException("a compression pointer that does not lead back");
        }
        lowest = target;
        position = target;
      } else if (count <= MAX_LABEL) {
        length += count + 1;
        if (length > MAX_BYTES) {
          throw new DnsFormatException("a name of more than 255 bytes");
        }
        if (position + count >= limit) {
          throw new DnsFormatException("a name that is cut short");
        }
        if (name.length() > 0) {
          name.append('.');
        }
        append(name, message, position + 1, count);
        position += count + 1;
      } else {
        throw new DnsFormatException("a label type that is not known");
      }
    }
  }

  private static int at(byte[] message, int position, int limit) throws DnsFormatException {
    if (position >= limit) {
      throw new DnsFormatException("a name that is cut short");
    }
    return message[position] & 0xFF;
  }

  private static void append(StringBuilder name, byte[] message, int start, int count) {
    for (int i = start; i < start + count; i++) {
      int b = message[i] & 0xFF;
      if (b >= 'A' && b <= 'Z') {
        name.append((char) (b + 32));
      } else if (b <= ' ' || b >= 127 || b == '.' || b == '\\') {
        name.append(String.format(Locale.ROOT, "\\%03d", b));
      } else {
        name.append((char) b);
      }
    }
  }

  /** The name in wire form, letters as they are; null for text that is no host name. */
  public static byte @Nullable [] bytes(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    ByteArrayOutputStream out = new ByteArrayOutputStream(name.length() + 2);
    if (name.isEmpty()) {
      return null;
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > MAX_LABEL) {
        return null;
      }
      out.write(label.length());
      for (int i = 0; i < label.length(); i++) {
        char c = label.charAt(i);
        if (c <= ' ' || c >= 127 || c == '\\') {
          return null;
        }
        out.write(c);
      }
    }
    out.write(0);
    return out.size() > MAX_BYTES ? null : out.toByteArray();
  }

  /** As names are compared: lower case, without a trailing dot. */
  public static String canonical(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.toLowerCase(Locale.ROOT);
  }
}
