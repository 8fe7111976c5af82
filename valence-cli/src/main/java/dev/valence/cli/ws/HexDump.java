package dev.valence.cli.ws;

/** Bytes for people: offset, hexadecimal, and what of them is ASCII. */
final class HexDump {
  private static final int PER_LINE = 16;

  private HexDump() {}

  /**
   * Lines of sixteen bytes each, a line end between.
   *
   * @param most how many bytes are shown; what is left out is told
   */
  static String of(byte[] bytes, int most) {
    StringBuilder dump = new StringBuilder();
    int shown = Math.min(bytes.length, most);
    for (int from = 0; from < shown; from += PER_LINE) {
      if (from > 0) {
        dump.append('\n');
      }
      line(dump, bytes, from, Math.min(shown, from + PER_LINE));
    }
    if (shown < bytes.length) {
      dump.append("\n… ").append(bytes.length - shown).append(" bytes more");
    }
    return dump.toString();
  }

  private static void line(StringBuilder dump, byte[] bytes, int from, int to) {
    dump.append(String.format("%08x ", from));
    for (int i = from; i < from + PER_LINE; i++) {
      dump.append(i % 8 == 0 ? " " : "");
      dump.append(i < to ? String.format("%02x ", bytes[i]) : "   ");
    }
    dump.append(" |");
    for (int i = from; i < to; i++) {
      dump.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    dump.append('|');
  }
}
