package dev.valence.ipc.internal.service;

import dev.valence.ipc.mapping.JsToJava;
import dev.valence.ipc.mapping.ValueMappingException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes exceptions of one class out of what came over the line, by the constructor that takes most
 * of it: parameters named {@code message}, {@code cause} or as a field (where the class was
 * compiled with {@code -parameters}), or else a {@code String}, a {@code Throwable}, both or
 * nothing.
 */
final class ErrorMaker {
  private final List<Constructor<?>> constructors;
  private final Map<String, Method> fields;

  private ErrorMaker(List<Constructor<?>> constructors, Map<String, Method> fields) {
    this.constructors = constructors;
    this.fields = fields;
  }

  /**
   * The maker of a class.
   *
   * @throws IllegalArgumentException when no constructor can be used
   */
  static ErrorMaker of(Class<?> type) {
    Map<String, Method> fields = ErrorValues.accessors(type);
    List<Constructor<?>> usable =
        Arrays.stream(type.getDeclaredConstructors())
            .filter(constructor -> !Modifier.isPrivate(constructor.getModifiers()))
            .filter(constructor -> isUsable(constructor, fields))
            .filter(Constructor::trySetAccessible)
            .sorted(Comparator.comparing((Constructor<?> c) -> c.getParameterCount()).reversed())
            .toList();
    if (usable.isEmpty() || Modifier.isAbstract(type.getModifiers())) {
      throw new IllegalArgumentException(
          ("The exception %s cannot be made anew: it needs a constructor of (String), (String,"
                  + " Throwable), or one whose parameters are named message, cause or as fields"
                  + " with public accessors")
              .formatted(type.getName()));
    }
    return new ErrorMaker(usable, fields);
  }

  private static boolean isUsable(Constructor<?> constructor, Map<String, Method> fields) {
    Parameter[] parameters = constructor.getParameters();
    boolean isByShape =
        switch (parameters.length) {
          case 0 -> true;
          case 1 -> isMessage(parameters[0]) || isCause(parameters[0]);
          case 2 -> isMessage(parameters[0]) && isCause(parameters[1]);
          default -> false;
        };
    return isByShape || Arrays.stream(parameters).allMatch(p -> isNamed(p, fields));
  }

  private static boolean isNamed(Parameter parameter, Map<String, Method> fields) {
    if (!parameter.isNamePresent()) {
      return false;
    }
    String name = parameter.getName();
    return (name.equals("message") && isMessage(parameter))
        || (name.equals("cause") && isCause(parameter))
        || fields.containsKey(name);
  }

  private static boolean isMessage(Parameter parameter) {
    return parameter.getType() == String.class;
  }

  private static boolean isCause(Parameter parameter) {
    return parameter.getType() == Throwable.class || parameter.getType() == Exception.class;
  }

  /**
   * A new exception.
   *
   * @return null when no constructor takes the values
   */
  @Nullable Throwable make(
      @Nullable String message, Map<String, @Nullable Object> values, @Nullable Throwable cause) {
    for (Constructor<?> constructor : constructors) {
      try {
        Parameter[] parameters = constructor.getParameters();
        @Nullable Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
          arguments[i] = argument(parameters[i], message, values, cause);
        }
        Throwable made = (Throwable) constructor.newInstance(arguments);
        return withCause(made, cause);
      } catch (ValueMappingException | ReflectiveOperationException e) {
        // The values are not for this constructor, or it does not want them: the next.
      }
    }
    return null;
  }

  private @Nullable Object argument(
      Parameter parameter,
      @Nullable String message,
      Map<String, @Nullable Object> values,
      @Nullable Throwable cause) {
    if (parameter.isNamePresent() && fields.containsKey(parameter.getName())) {
      String name = parameter.getName();
      return JsToJava.as(values.get(name), parameter.getParameterizedType(), name);
    }
    if (isMessage(parameter)) {
      return message;
    }
    return parameter.getType().isInstance(cause) ? cause : null;
  }

  private static Throwable withCause(Throwable made, @Nullable Throwable cause) {
    if (made.getCause() == null && cause != null) {
      try {
        made.initCause(cause);
      } catch (IllegalStateException e) {
        // Its constructor has said that it has none.
      }
    }
    return made;
  }
}
