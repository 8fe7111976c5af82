package dev.valence.ipc.mapping;

import dev.valence.ipc.value.Undefined;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells of a type, before there is a value of it, whether it has a counterpart at all. */
public final class KnownTypes {
  private static final Set<Class<?>> SIMPLE =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Number.class,
          Character.class,
          String.class,
          CharSequence.class,
          BigInteger.class,
          Instant.class,
          ByteBuffer.class,
          Object.class);

  private static final String MODEL = Undefined.class.getPackageName();

  private final Set<TypeUse> seen = new HashSet<>();

  private KnownTypes() {}

  /**
   * Refuses types that {@link JsToJava} never makes: neither they nor what is in them.
   *
   * @throws ValueMappingException naming the class that is none, and where it was found
   */
  public static void require(TypeUse type) {
    new KnownTypes().check(type, type.toString());
  }

  private void check(TypeUse type, String path) {
    Class<?> raw = type.raw();
    if (raw.isArray()) {
      check(type.componentType(), path + "[]");
      return;
    }
    boolean known =
        raw.isPrimitive()
            || raw.isEnum()
            || SIMPLE.contains(raw)
            || raw.getPackageName().equals(MODEL)
            || (Throwable.class.isAssignableFrom(raw) && raw.isAssignableFrom(JsException.class));
    if (known || !seen.add(type)) {
      return;
    }
    if (raw.isRecord()) {
      RecordShape.of(raw);
      for (RecordComponent component : raw.getRecordComponents()) {
        check(type.use(component.getGenericType()), path + "." + component.getName());
      }
    } else if (raw.isSealed() && type.isContainer()) {
      for (Class<?> record : SealedType.recordsOf(raw)) {
        check(TypeUse.of(record), path + "." + record.getSimpleName());
      }
    } else if (raw == Optional.class || type.isContainer()) {
      List<TypeUse> arguments = type.arguments();
      for (TypeUse argument : arguments) {
        check(argument, path);
      }
    } else {
      throw new ValueMappingException(
          path + " has a " + raw.getName() + ", which is nothing in JavaScript");
    }
  }
}
