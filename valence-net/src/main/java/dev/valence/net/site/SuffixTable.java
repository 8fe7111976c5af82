package dev.valence.net.site;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The rules of a public suffix list as a hash table over one byte array. The hash of a name runs
 * from its end to its start, so that one pass over a host has the hash of each of its parents on
 * the way.
 */
final class SuffixTable {
  /** There is a rule with this name. */
  static final int RULE = 1;

  /** There is a rule "*.name". */
  static final int WILDCARD = 1 << 1;

  /** There is a rule "!name". */
  static final int EXCEPTION = 1 << 2;

  /** The flags above are those of the ICANN section; shifted by this, those of the private one. */
  private static final int PRIVATE_SHIFT = 3;

  private static final int SECTION_MASK = RULE | WILDCARD | EXCEPTION;
  private static final byte[] PRIVATE_SECTION =
      "// ===BEGIN PRIVATE DOMAINS===".getBytes(StandardCharsets.US_ASCII);

  /** Each entry: one byte of flags, one of length, then the name. Entry 0 does not exist. */
  private byte[] entries = new byte[1 << 18];

  private int used = 1;
  private int count;

  /** While reading: how far the flags of the section at hand are shifted. */
  private int sectionShift;

  /** Positions in {@link #entries}, with open addressing; 0 is free. At most half of it is used. */
  private int[] slots = new int[1 << 15];

  private SuffixTable() {}

  /**
   * Reads a list in the format of publicsuffix.org, in UTF-8.
   *
   * @throws IllegalArgumentException when a rule is of no known form
   */
  static SuffixTable parse(byte[] list) {
    SuffixTable table = new SuffixTable();
    int start = 0;
    for (int i = 0; i <= list.length; i++) {
      if (i == list.length || list[i] == '\n') {
        table.line(list, start, i);
        start = i + 1;
      }
    }
    table.entries = Arrays.copyOf(table.entries, table.used);
    return table;
  }

  static int next(int hash, char c) {
    return hash * 31 + c;
  }

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
  }

  /** The flags of both sections as one. */
  static int ofAll(int flags) {
    return (flags | flags >> PRIVATE_SHIFT) & SECTION_MASK;
  }

  /** The flags of the ICANN section alone. */
  static int ofIcann(int flags) {
    return flags & SECTION_MASK;
  }

  /**
   * The flags, of each section, of the name host[from, to), whose hash is given; 0 when no rule has
   * it.
   */
  int find(String host, int from, int to, int hash) {
    int mask = slots.length - 1;
    for (int slot = spread(hash) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
      int entry = slots[slot];
      if (matches(entry, host, from, to)) {
        return entries[entry];
      }
    }
    return 0;
  }

  private boolean matches(int entry, String host, int from, int to) {
    int length = entries[entry + 1];
    if (length != to - from) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (entries[entry + 2 + i] != lower(host.charAt(from + i))) {
        return false;
      }
    }
    return true;
  }

  /** One line: a rule up to the first white space, a comment, or nothing. */
  private void line(byte[] list, int from, int to) {
    int end = from;
    boolean ascii = true;
    while (end < to && (list[end] < 0 || list[end] > ' ')) {
      ascii &= list[end] >= 0;
      end++;
    }
    if (end == from) {
      return;
    }
    if (list[from] == '/') {
      if (startsWith(list, from, to, PRIVATE_SECTION)) {
        sectionShift = PRIVATE_SHIFT;
      }
      return;
    }
    int flag = RULE;
    int start = from;
    if (list[from] == '!') {
      flag = EXCEPTION;
      start = from + 1;
    } else if (list[from] == '*' && end - from > 2 && list[from + 1] == '.') {
      flag = WILDCARD;
      start = from + 2;
    }
    flag <<= sectionShift;
    if (ascii) {
      add(list, start, end, flag);
    } else {
      String name = new String(list, start, end - start, StandardCharsets.UTF_8);
      byte[] encoded = Punycode.toAscii(name).getBytes(StandardCharsets.US_ASCII);
      add(encoded, 0, encoded.length, flag);
    }
  }

  private static boolean startsWith(byte[] list, int from, int to, byte[] prefix) {
    return to - from >= prefix.length
        && Arrays.equals(list, from, from + prefix.length, prefix, 0, prefix.length);
  }

  private void add(byte[] text, int from, int to, int flag) {
    int length = to - from;
    int hash = 0;
    for (int i = to - 1; i >= from; i--) {
      byte b = text[i];
      if (b == '*' || (b >= 'A' && b <= 'Z')) {
        throw notARule(text, from, to);
      }
      hash = next(hash, (char) b);
    }
    if (length == 0 || length > Byte.MAX_VALUE || text[from] == '.') {
      throw notARule(text, from, to);
    }
    int mask = slots.length - 1;
    int slot = spread(hash) & mask;
    while (slots[slot] != 0) {
      int entry = slots[slot];
      if (entries[entry + 1] == length
          && Arrays.equals(entries, entry + 2, entry + 2 + length, text, from, to)) {
        entries[entry] |= (byte) flag;
        return;
      }
      slot = slot + 1 & mask;
    }
    if (used + length + 2 > entries.length) {
      entries = Arrays.copyOf(entries, entries.length * 2);
    }
    slots[slot] = used;
    entries[used++] = (byte) flag;
    entries[used++] = (byte) length;
    System.arraycopy(text, from, entries, used, length);
    used += length;
    if (++count > slots.length / 2) {
      grow();
    }
  }

  private static IllegalArgumentException notARule(byte[] text, int from, int to) {
    String shown = new String(text, from, to - from, StandardCharsets.US_ASCII);
    return new IllegalArgumentException("Not a public suffix rule: " + shown);
  }

  private void grow() {
    int[] bigger = new int[slots.length * 2];
    int mask = bigger.length - 1;
    for (int entry : slots) {
      if (entry != 0) {
        int hash = 0;
        for (int i = entries[entry + 1] - 1; i >= 0; i--) {
          hash = next(hash, (char) entries[entry + 2 + i]);
        }
        int slot = spread(hash) & mask;
        while (bigger[slot] != 0) {
          slot = slot + 1 & mask;
        }
        bigger[slot] = entry;
      }
    }
    slots = bigger;
  }

  private static int spread(int hash) {
    return hash ^ hash >>> 15;
  }
}
