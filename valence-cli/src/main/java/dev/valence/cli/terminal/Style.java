package dev.valence.cli.terminal;

/** Colours of a terminal (ECMA-48 SGR), or none. Immutable. */
public final class Style {
  private final boolean on;

  /** A style; {@code on} false leaves every text as it is. */
  public Style(boolean on) {
    this.on = on;
  }

  public boolean on() {
    return on;
  }

  public String bold(String text) {
    return wrap("1", text);
  }

  public String dim(String text) {
    return wrap("2", text);
  }

  public String red(String text) {
    return wrap("31", text);
  }

  public String green(String text) {
    return wrap("32", text);
  }

  public String yellow(String text) {
    return wrap("33", text);
  }

  public String cyan(String text) {
    return wrap("36", text);
  }

  /** ✓ or ✗. */
  public String mark(boolean good) {
    return good ? green("✓") : red("✗");
  }

  private String wrap(String code, String text) {
    return on && !text.isEmpty() ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
