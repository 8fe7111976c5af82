package dev.valence.net.internal.pac;

/** PAC scripts of any length, as companies write them: one rule after the other. */
final class LongScript {
  private LongScript() {}

  /** No rule matches {@code www.somewhere.example}; the last line answers. */
  static String ofLines(int lines) {
    StringBuilder text = new StringBuilder("function FindProxyForURL(url, host) {\n");
    for (int line = 1; line < lines - 2; line += 2) {
      String condition =
          switch (line / 2 % 4) {
            case 0 -> "shExpMatch(host, \"*.site" + line + ".example.com\")";
            case 1 -> "dnsDomainIs(host, \".corp" + line + ".example\")";
            case 2 -> "host == \"h" + line + ".example\" || shExpMatch(url, \"ftp:*\")";
            default -> "isInNet(host, \"10." + line % 256 + ".0.0\", \"255.255.0.0\")";
          };
      text.append("  if (").append(condition).append(")\n    return \"PROXY p").append(line);
      text.append(".example:8080\";\n");
    }
    return text.append("  return \"PROXY last.example:80; DIRECT\";\n}\n").toString();
  }
}
