package dev.valence.net.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finds an enum constant by the name that Electron gives it. */
final class WireNames {
  private WireNames() {}

  /**
   * The constant whose wire name is exactly {@code given}.
   *
   * @param what what the value is for, as the error says it
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  static <E extends Enum<E>> E find(
      E[] constants, Function<E, String> wireName, String given, String what) {
    List<String> allowed = new ArrayList<>(constants.length);
    for (E constant : constants) {
      String name = wireName.apply(constant);
      if (name.equals(given)) {
        return constant;
      }
      allowed.add("'" + name + "'");
    }
    throw new IllegalArgumentException(
        what + " should be one of " + String.join(", ", allowed) + ", not " + Escaped.of(given));
  }
}
