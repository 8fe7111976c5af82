package dev.valence.internal.request;

import dev.valence.net.http.HeaderRules;
import org.jspecify.annotations.Nullable;

/** What {@code setHeader} accepts, with Electron's words for what it does not. */
public final class RequestHeaderText {
  private RequestHeaderText() {}

  /**
   * Checks a header field.
   *
   * @return the value to send
   * @throws IllegalArgumentException with Electron's text
   */
  public static String check(@Nullable String name, @Nullable Object value) {
    if (name == null) {
      throw new IllegalArgumentException("`name` should be a string in setHeader(name, value)");
    }
    if (value == null) {
      throw new IllegalArgumentException("`value` required in setHeader(\"" + name + "\", value)");
    }
    return HeaderRules.checkRequestHeader(name, value.toString());
  }
}
