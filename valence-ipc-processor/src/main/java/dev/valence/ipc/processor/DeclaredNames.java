package dev.valence.ipc.processor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** The records and enums that one file declares: their names, and which are still to be written. */
final class DeclaredNames {
  /** What the file itself uses of JavaScript's and TypeScript's own. */
  private static final Set<String> GLOBALS =
      Set.of(
          "Array",
          "ArrayBuffer",
          "ArrayBufferView",
          "BigInt64Array",
          "Date",
          "Error",
          "Float32Array",
          "Float64Array",
          "Int16Array",
          "Int32Array",
          "Map",
          "Partial",
          "Promise",
          "ReadableStream",
          "Record",
          "RegExp",
          "Set",
          "Uint8Array");

  private final Map<TypeElement, String> names = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>(GLOBALS);
  private final Deque<TypeElement> unwritten = new ArrayDeque<>();

  /** Keeps a name for something that the file writes by itself. */
  void take(String name) {
    taken.add(name);
  }

  /** The name of a type: its simple name, with those around it in front where that is taken. */
  String of(TypeElement type) {
    String known = names.get(type);
    if (known != null) {
      return known;
    }
    StringBuilder name = new StringBuilder(type.getSimpleName());
    Element around = type.getEnclosingElement();
    while (taken.contains(name.toString()) && around instanceof TypeElement outer) {
      name.insert(0, outer.getSimpleName());
      around = outer.getEnclosingElement();
    }
    while (taken.contains(name.toString())) {
      name.append('_');
    }
    taken.add(name.toString());
    names.put(type, name.toString());
    unwritten.add(type);
    return name.toString();
  }

  /** The next type to declare, in the order of their first use; null when all are. */
  @Nullable TypeElement next() {
    return unwritten.poll();
  }
}
