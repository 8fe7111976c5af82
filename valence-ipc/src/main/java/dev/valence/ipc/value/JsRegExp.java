package dev.valence.ipc.value;

import java.util.Objects;

/**
 * A {@code RegExp}: its source and flags. It is not compiled here: Java's expressions mean other
 * things. One whose source JavaScript refuses makes the message unreadable there.
 */
public final class JsRegExp {
  private static final String FLAGS = "dgimsuvy";

  private final String source;
  private final String flags;

  /**
   * A regular expression.
   *
   * @param source as JavaScript's property {@code source} gives it; empty means {@code (?:)}
   * @param flags letters of {@code dgimsuvy}, each once, {@code u} and {@code v} not together
   * @throws IllegalArgumentException for other flags
   */
  public JsRegExp(String source, String flags) {
    Objects.requireNonNull(source, "source");
    StringBuilder sorted = new StringBuilder();
    for (char flag : FLAGS.toCharArray()) {
      if (flags.indexOf(flag) >= 0) {
        sorted.append(flag);
      }
    }
    boolean both = flags.indexOf('u') >= 0 && flags.indexOf('v') >= 0;
    if (sorted.length() != flags.length() || both) {
      throw new IllegalArgumentException("Invalid regular expression flags: " + flags);
    }
    this.source = source.isEmpty() ? "(?:)" : source;
    this.flags = sorted.toString();
  }

  /** The pattern. */
  public String source() {
    return source;
  }

  /** The flags in the order of the alphabet. */
  public String flags() {
    return flags;
  }

  @Override
  public String toString() {
    return "/" + source + "/" + flags;
  }
}
