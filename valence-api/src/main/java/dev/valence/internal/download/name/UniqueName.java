package dev.valence.internal.download.name;

import java.util.Locale;

/** Names for a file whose first one is taken, as Chromium makes them: {@code a (1).txt}. */
public final class UniqueName {
  /** So many names are tried. */
  public static final int MOST = 100;

  private UniqueName() {}

  /**
   * The name number {@code index}.
   *
   * @param index 0 for the name itself
   */
  public static String of(String name, int index) {
    if (index == 0) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    int second = dot > 0 ? name.lastIndexOf('.', dot - 1) : -1;
    if (second > 0 && name.substring(second + 1, dot).toLowerCase(Locale.ROOT).equals("tar")) {
      dot = second;
    }
    return dot <= 0
        ? name + " (" + index + ")"
        : name.substring(0, dot) + " (" + index + ")" + name.substring(dot);
  }
}
