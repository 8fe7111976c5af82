package dev.valence.ipc.internal.service;

import dev.valence.ipc.mapping.TypeUse;
import dev.valence.ipc.service.IpcService;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an interface has to offer over IPC: its abstract methods, by their names. */
final class ServiceShape {
  private final Class<?> type;
  private final int version;
  private final Map<String, ServiceMethod> methods = new TreeMap<>();

  /** By the method that was called, inherited ones too. */
  private final Map<Method, ServiceMethod> byMethod = new HashMap<>();

  private ServiceShape(Class<?> type) {
    this.type = type;
    IpcService annotation = type.getAnnotation(IpcService.class);
    version = annotation == null ? 1 : annotation.version();
  }

  /**
   * The shape of an interface.
   *
   * @throws IllegalArgumentException when it is none, or has what cannot be called over IPC
   */
  static ServiceShape of(Class<?> type) {
    if (!type.isInterface() || type.isAnnotation() || type.isSealed()) {
      throw new IllegalArgumentException(
          "A service is an interface that may be implemented; " + type.getName() + " is none");
    }
    if (type.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          type.getName() + " is generic; what comes over IPC must be of a known type");
    }
    ServiceShape shape = new ServiceShape(type);
    shape.addAll(TypeUse.of(type));
    if (shape.methods.isEmpty()) {
      throw new IllegalArgumentException(type.getName() + " has no method to call");
    }
    return shape;
  }

  private void addAll(TypeUse owner) {
    for (Method method : owner.raw().getDeclaredMethods()) {
      if (Modifier.isAbstract(method.getModifiers()) && !isOfObject(method)) {
        add(owner, method);
      }
    }
    for (Type parent : owner.raw().getGenericInterfaces()) {
      addAll(owner.use(parent));
    }
  }

  private void add(TypeUse owner, Method method) {
    if (isImplementedByDefault(method)) {
      return;
    }
    ServiceMethod made = ServiceMethod.of(owner, method);
    ServiceMethod before = methods.putIfAbsent(method.getName(), made);
    if (before != null && !before.hasParametersOf(made)) {
      throw new IllegalArgumentException(
          "%s has two methods of the name %s; a call over IPC goes by the name alone: rename one"
              .formatted(type.getName(), method.getName()));
    }
    byMethod.put(method, before == null ? made : before);
  }

  /** Whether an interface further below has a default method for one from above. */
  private boolean isImplementedByDefault(Method method) {
    try {
      return type.getMethod(method.getName(), method.getParameterTypes()).isDefault();
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  static boolean isOfObject(Method method) {
    try {
      Object.class.getMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  Class<?> type() {
    return type;
  }

  int version() {
    return version;
  }

  /** The method of a name. */
  @Nullable ServiceMethod method(String name) {
    return methods.get(name);
  }

  /** The method that a proxy was called with. */
  ServiceMethod method(Method called) {
    ServiceMethod method = byMethod.get(called);
    if (method == null) {
      throw new IllegalStateException("No method of " + type.getName() + ": " + called);
    }
    return method;
  }

  Iterable<ServiceMethod> methods() {
    return methods.values();
  }

  @Override
  public String toString() {
    return type.getSimpleName() + Arrays.toString(methods.keySet().toArray());
  }
}
