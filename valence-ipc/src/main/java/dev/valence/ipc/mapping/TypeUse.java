package dev.valence.ipc.mapping;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A type where it is used: its class and its arguments, with no variables left in them. Equal where
 * the types are.
 *
 * @param raw the class
 * @param arguments its arguments; of an array whose elements have some: the elements' type
 */
public record TypeUse(Class<?> raw, List<TypeUse> arguments) implements Type {
  /** A type with a list of its own. */
  public TypeUse {
    arguments = List.copyOf(arguments);
  }

  /**
   * A type as reflection has it; variables become their bounds.
   *
   * @throws ValueMappingException when it leads to itself without an end
   */
  public static TypeUse of(Type type) {
    return resolve(type, Map.of(), 0);
  }

  /** An argument; {@code Object} where the type was used without. */
  public TypeUse argument(int index) {
    return index < arguments.size() ? arguments.get(index) : new TypeUse(Object.class, List.of());
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
    Map<TypeVariable<?>, TypeUse> bindings = new HashMap<>();
    TypeVariable<?>[] variables = raw.getTypeParameters();
    for (int i = 0; i < variables.length; i++) {
      bindings.put(variables[i], argument(i));
    }
    return resolve(inside, bindings, 0);
  }

  private static TypeUse resolve(Type type, Map<TypeVariable<?>, TypeUse> bindings, int depth) {
    if (depth > 50) {
      throw new ValueMappingException("the type " + type + " is endless");
    }
    if (type instanceof TypeUse resolved) {
      return resolved;
    }
    if (type instanceof Class<?> plain) {
      return new TypeUse(plain, List.of());
    }
    if (type instanceof ParameterizedType used) {
      return new TypeUse(
          (Class<?>) used.getRawType(),
          List.of(used.getActualTypeArguments()).stream()
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
