package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;

/** One {@code -H}: {@code Name: value}, or {@code Name;} for an empty value, as curl has it. */
public record HeaderArgument(String name, String value) {
  /** Reads the text of one option. */
  public static HeaderArgument parse(String text) {
    int colon = text.indexOf(':');
    if (colon > 0) {
      String name = text.substring(0, colon).strip();
      String value = text.substring(colon + 1).strip();
      if (value.isEmpty()) {
        throw CommandFailure.usage(
            "-H \""
                + text
                + "\" has no value; to send an empty header write -H \""
                + name
                + ";\" (headers of Valence's own cannot be left out)");
      }
      return new HeaderArgument(name, value);
    }
    if (text.length() > 1 && text.indexOf(';') == text.length() - 1) {
      return new HeaderArgument(text.substring(0, text.length() - 1).strip(), "");
    }
    // The text may hold a secret, so that it is not repeated.
    throw CommandFailure.usage("-H wants \"Name: value\"; a header without a colon was given");
  }
}
