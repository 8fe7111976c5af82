package dev.valence.ipc.mapping;

import dev.valence.ipc.value.JsObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which record of a sealed interface an object is: its properties tell. */
final class SealedType {
  /** The properties of each record, by its class. */
  private static final ClassValue<Map<Class<?>, Set<String>>> RECORDS =
      new ClassValue<>() {
        @Override
        protected Map<Class<?>, Set<String>> computeValue(Class<?> type) {
          Map<Class<?>, Set<String>> records = new LinkedHashMap<>();
          collect(type, records);
          return records;
        }
      };

  private SealedType() {}

  private static void collect(Class<?> type, Map<Class<?>, Set<String>> records) {
    if (type.isRecord()) {
      records.put(
          type,
          RecordShape.of(type).components().stream()
              .map(RecordShape.Component::name)
              .collect(Collectors.toUnmodifiableSet()));
    } else if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, records);
      }
    }
  }

  /** The records of a sealed interface and of those that extend it. */
  static Set<Class<?>> recordsOf(Class<?> sealed) {
    return RECORDS.get(sealed).keySet();
  }

  /** The only record with exactly the properties of an object. */
  static TypeUse recordOf(Class<?> sealed, JsObject object) {
    List<Class<?>> candidates = new ArrayList<>();
    RECORDS
        .get(sealed)
        .forEach(
            (type, names) -> {
              if (names.equals(object.properties().keySet())) {
                candidates.add(type);
              }
            });
    if (candidates.size() == 1) {
      return TypeUse.of(candidates.get(0));
    }
    String names = candidates.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    throw new Refusal(
        candidates.isEmpty()
            ? " has the properties of no record of " + sealed.getSimpleName()
            : " may be any of " + names + ", which have the same properties");
  }
}
