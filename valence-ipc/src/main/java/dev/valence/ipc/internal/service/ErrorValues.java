package dev.valence.ipc.internal.service;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.message.HandlerException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the other side is told of an exception of an implementation: the simple name of its class,
 * its message, its causes, and what it shows of itself: the fields of the program's own classes
 * that have a public accessor. No stack: it says more of the program than the other side should
 * know.
 */
final class ErrorValues {
  /** A field more: the full names of its class and of those above it, nearest first. */
  static final String TYPES = "javaTypes";

  /** More causes than this are left out. */
  static final int MAX_CAUSES = 8;

  private ErrorValues() {}

  /** What made a future fail. */
  static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while ((root instanceof CompletionException || root instanceof ExecutionException)
        && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The exception as a handler throws it; one that is made for that stays what it is. */
  static HandlerException of(Throwable thrown) {
    return of(thrown, 0);
  }

  private static HandlerException of(Throwable thrown, int depth) {
    if (thrown instanceof HandlerException error) {
      return error;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    accessors(thrown.getClass()).forEach((name, accessor) -> read(thrown, name, accessor, fields));
    fields.put(TYPES, types(thrown.getClass()));
    Throwable cause = thrown.getCause();
    HandlerException error =
        new HandlerException(
            simpleName(thrown.getClass()),
            thrown.getMessage() == null ? "" : thrown.getMessage(),
            fields,
            cause != null && depth < MAX_CAUSES ? of(cause, depth + 1) : null);
    // The log of this side shall show where it came from.
    error.setStackTrace(thrown.getStackTrace());
    return error;
  }

  private static String simpleName(Class<?> type) {
    String name = type.getName();
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  private static List<String> types(Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Class<?> t = type; t != null && t != Throwable.class; t = t.getSuperclass()) {
      names.add(t.getName());
    }
    return names;
  }

  /** The public accessors of an exception's fields, by the names of the fields. */
  static Map<String, Method> accessors(Class<?> type) {
    Map<String, Method> accessors = new LinkedHashMap<>();
    for (Class<?> t = type; t != null && !isOfThePlatform(t); t = t.getSuperclass()) {
      for (Field field : t.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers)) {
          Method accessor = accessor(t, field);
          if (accessor != null) {
            accessors.putIfAbsent(field.getName(), accessor);
          }
        }
      }
    }
    return accessors;
  }

  private static boolean isOfThePlatform(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  private static @Nullable Method accessor(Class<?> type, Field field) {
    String name = field.getName();
    String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    for (String candidate : List.of(name, "get" + capital, "is" + capital)) {
      try {
        Method method = type.getDeclaredMethod(candidate);
        if (Modifier.isPublic(method.getModifiers())
            && !Modifier.isStatic(method.getModifiers())
            && method.getReturnType() == field.getType()
            && method.trySetAccessible()) {
          return method;
        }
      } catch (NoSuchMethodException e) {
        // The next name.
      }
    }
    return null;
  }

  private static void read(
      Throwable thrown, String name, Method accessor, Map<String, @Nullable Object> fields) {
    try {
      fields.put(name, StructuredClone.ofDefaults().copy(accessor.invoke(thrown)));
    } catch (ReflectiveOperationException | DataCloneException e) {
      // It has no counterpart over there, or cannot be told: the rest of the error still counts.
    }
  }
}
