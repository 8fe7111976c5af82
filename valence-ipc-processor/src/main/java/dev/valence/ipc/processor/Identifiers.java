package dev.valence.ipc.processor;

import java.util.Set;

/** Names of Java where TypeScript has reserved words that Java has not. */
final class Identifiers {
  private static final Set<String> RESERVED =
      Set.of(
          "arguments",
          "await",
          "debugger",
          "delete",
          "eval",
          "export",
          "function",
          "in",
          "let",
          "typeof",
          "var",
          "with",
          "yield");

  private Identifiers() {}

  /** The name of a parameter: nobody sees it, so a reserved word gets an underscore. */
  static String parameter(String name) {
    return RESERVED.contains(name) ? name + "_" : name;
  }
}
