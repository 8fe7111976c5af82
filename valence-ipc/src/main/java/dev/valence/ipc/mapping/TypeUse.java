package dev.valence.ipc.mapping;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A type where it is used: its class and its arguments, with no variables left in them. Equal where
 * the types are. Immutable; for any number of threads.
 */
public final class TypeUse implements Type {
  private static final ClassValue<TypeUse> PLAIN =
      new ClassValue<>() {
        @Override
        protected TypeUse computeValue(Class<?> type) {
          return new TypeUse(type, List.of());
        }
      };

  private static final TypeUse OBJECT = PLAIN.get(Object.class);

  private final Class<?> raw;
  private final List<TypeUse> arguments;
  private final boolean container;

  /** The types of a record's components; made by whoever needs them first. */
  private volatile TypeUse @Nullable [] components;

  private TypeUse(Class<?> raw, List<TypeUse> arguments) {
    this.raw = raw;
    this.arguments = arguments;
    container =
        raw.isRecord()
            || (raw.isInterface() && raw.isSealed())
            || raw == List.class
            || raw == Collection.class
            || raw == Set.class
            || raw == Map.class
            || raw.isArray();
  }

  /**
   * A type as reflection has it; variables become their bounds.
   *
   * @throws ValueMappingException when it leads to itself without an end
   */
  public static TypeUse of(Type type) {
    return type instanceof Class<?> plain ? PLAIN.get(plain) : resolve(type, Map.of(), 0);
  }

  /** The class. */
  public Class<?> raw() {
    return raw;
  }

  /** The arguments; of an array whose elements have some: the elements' type. */
  public List<TypeUse> arguments() {
    return arguments;
  }

  /** Whether it is a class of values that hold other values. */
  boolean isContainer() {
    return container;
  }

  /** An argument; {@code Object} where the type was used without. */
  public TypeUse argument(int index) {
    return index < arguments.size() ? arguments.get(index) : OBJECT;
  }

  /** The type of an array's elements. */
  public TypeUse componentType() {
    return arguments.isEmpty() ? of(raw.getComponentType()) : arguments.get(0);
  }

  /**
   * A type that is written within this one's class, such as that of a record's component or of an
   * interface that it extends.
   */
  public TypeUse use(Type inside) {
    return resolve(inside, bindings(), 0);
  }

  /** The types of a record's components, in order. */
  TypeUse[] components(RecordShape shape) {
    TypeUse[] known = components;
    if (known == null) {
      Map<TypeVariable<?>, TypeUse> bindings = bindings();
      known =
          shape.components().stream()
              .map(component -> resolve(component.type(), bindings, 0))
              .toArray(TypeUse[]::new);
      components = known;
    }
    return known;
  }

  private Map<TypeVariable<?>, TypeUse> bindings() {
    Map<TypeVariable<?>, TypeUse> bindings = new HashMap<>();
    TypeVariable<?>[] variables = raw.getTypeParameters();
    for (int i = 0; i < variables.length; i++) {
      bindings.put(variables[i], argument(i));
    }
    return bindings;
  }

  private static TypeUse resolve(Type type, Map<TypeVariable<?>, TypeUse> bindings, int depth) {
    if (depth > 50) {
      throw new ValueMappingException("the type " + type + " is endless");
    }
    if (type instanceof TypeUse resolved) {
      return resolved;
    }
    if (type instanceof Class<?> plain) {
      return PLAIN.get(plain);
    }
    if (type instanceof ParameterizedType used) {
      return new TypeUse(
          (Class<?>) used.getRawType(),
          Arrays.stream(used.getActualTypeArguments())
              .map(argument -> resolve(argument, bindings, depth + 1))
              .toList());
    }
    if (type instanceof WildcardType wildcard) {
      return resolve(wildcard.getUpperBounds()[0], bindings, depth + 1);
    }
    if (type instanceof TypeVariable<?> variable) {
      TypeUse bound = bindings.get(variable);
      return bound != null ? bound : resolve(variable.getBounds()[0], bindings, depth + 1);
    }
    if (type instanceof GenericArrayType array) {
      TypeUse component = resolve(array.getGenericComponentType(), bindings, depth + 1);
      return new TypeUse(Array.newInstance(component.raw(), 0).getClass(), List.of(component));
    }
    throw new ValueMappingException("the type " + type + " is of no known sort");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof TypeUse use && use.raw == raw && use.arguments.equals(arguments));
  }

  @Override
  public int hashCode() {
    return 31 * raw.hashCode() + arguments.hashCode();
  }

  @Override
  public String toString() {
    if (raw.isArray()) {
      return componentType() + "[]";
    }
    String name = raw.getSimpleName();
    return arguments.isEmpty()
        ? name
        : arguments.stream().map(TypeUse::toString).collect(joining(", ", name + "<", ">"));
  }
}
