package dev.valence.internal.download.name;

import dev.valence.net.url.PercentEncoding;
import dev.valence.net.url.Url;
import java.util.List;
import java.util.Locale;

/**
 * The name of a downloaded file, as Chromium chooses it ({@code GenerateFileName}): from the {@code
 * Content-Disposition}, the last part of the URL's path, or {@code download}.
 */
public final class DownloadName {
  private static final String FALLBACK = "download";
  private static final List<String> COMPRESSED =
      List.of("gz", "bz2", "xz", "z", "zst", "br", "lz", "lzma");

  private DownloadName() {}

  /**
   * A name that is safe on every system, and not empty.
   *
   * @param contentDisposition the header field; empty where there is none
   * @param mediaType without parameters; empty where there is none
   */
  public static String of(Url url, String contentDisposition, String mediaType) {
    String told =
        contentDisposition.isEmpty() ? null : ContentDisposition.fileName(contentDisposition);
    String safe = told == null ? "" : SafeFileName.of(told);
    if (told != null && !safe.isEmpty()) {
      // The server has named the file: its extension, or that there is none, is meant.
      return SafeFileName.withSafeExtension(safe);
    }
    String last = lastPart(url);
    boolean generated = !last.isEmpty() && url.query() != null;
    safe = SafeFileName.of(last);
    if (safe.isEmpty()) {
      safe = FALLBACK;
      generated = false;
    }
    return SafeFileName.withSafeExtension(withExtension(safe, mediaType, generated));
  }

  private static String lastPart(Url url) {
    if (url.hasOpaquePath()) {
      return "";
    }
    String path = url.path();
    return HeaderBytes.guessed(PercentEncoding.decode(path.substring(path.lastIndexOf('/') + 1)));
  }

  /** Where a script made the file, its own extension says nothing of the content. */
  private static String withExtension(String name, String mediaType, boolean generated) {
    List<String> fitting = MediaTypeExtensions.of(mediaType);
    int dot = name.lastIndexOf('.');
    boolean has = dot > 0 && dot < name.length() - 1;
    if (fitting.isEmpty() || (has && !generated)) {
      return name;
    }
    String extension = has ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    if (fitting.contains(extension)) {
      return name;
    }
    String stem = has ? name.substring(0, dot) : name;
    if (COMPRESSED.contains(extension)) {
      int second = stem.lastIndexOf('.');
      stem = second > 0 ? stem.substring(0, second) : stem;
    }
    return stem + "." + fitting.get(0);
  }
}
