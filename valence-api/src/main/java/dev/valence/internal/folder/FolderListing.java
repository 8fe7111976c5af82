package dev.valence.internal.folder;

import dev.valence.fetch.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A page that lists a folder. */
final class FolderListing {
  private static final int MOST = 10_000;

  private FolderListing() {}

  private record Entry(String name, boolean folder) {}

  static Response of(Path folder, boolean root, boolean hidden) throws IOException {
    List<Entry> entries = new ArrayList<>();
    boolean more = false;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!hidden && UrlPath.isHidden(name)) {
          continue;
        }
        if (entries.size() == MOST) {
          more = true;
          break;
        }
        entries.add(new Entry(name, Files.isDirectory(file)));
      }
    }
    entries.sort(Comparator.comparing(Entry::folder).reversed().thenComparing(Entry::name));
    StringBuilder page = new StringBuilder(entries.size() * 80 + 200);
    page.append("<!doctype html>\n<meta charset=\"utf-8\">\n<title>Files</title>\n<ul>\n");
    if (!root) {
      page.append("<li><a href=\"../\">../</a>\n");
    }
    for (Entry entry : entries) {
      String slash = entry.folder() ? "/" : "";
      page.append("<li><a href=\"./").append(encoded(entry.name())).append(slash).append("\">");
      page.append(escaped(entry.name())).append(slash).append("</a>\n");
    }
    page.append("</ul>\n").append(more ? "<p>…\n" : "");
    return Response.builder()
        .header("Content-Type", "text/html;charset=utf-8")
        .header("Cache-Control", "no-store")
        .body(page.toString())
        .build();
  }

  /** Every byte but letters, digits and {@code -._~} percent-encoded. */
  private static String encoded(String name) {
    StringBuilder text = new StringBuilder(name.length() + 16);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          b >= 'a' && b <= 'z'
              || b >= 'A' && b <= 'Z'
              || b >= '0' && b <= '9'
              || b == '-'
              || b == '.'
              || b == '_'
              || b == '~';
      if (plain) {
        text.append((char) b);
      } else {
        text.append('%').append(Character.forDigit(b >> 4 & 15, 16));
        text.append(Character.forDigit(b & 15, 16));
      }
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
