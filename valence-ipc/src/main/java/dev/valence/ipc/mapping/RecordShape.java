package dev.valence.ipc.mapping;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The components of a record, in order, and how they are read and made into one. */
final class RecordShape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  /** A component. */
  record Component(String name, Type type, Class<?> rawType, Method accessor) {}

  private final Class<?> type;
  private final List<Component> components;
  private final Constructor<?> constructor;

  private RecordShape(Class<?> type) {
    this.type = type;
    RecordComponent[] parts = type.getRecordComponents();
    components =
        Arrays.stream(parts)
            .map(c -> new Component(c.getName(), c.getGenericType(), c.getType(), c.getAccessor()))
            .toList();
    try {
      constructor =
          type.getDeclaredConstructor(
              components.stream().map(Component::rawType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("The record " + type.getName() + " has no constructor", e);
    }
    boolean open = constructor.trySetAccessible();
    for (Component component : components) {
      open &= component.accessor().trySetAccessible();
    }
    if (!open) {
      throw new ValueMappingException(
          "the record " + type.getName() + " is not open to reflection from dev.valence.ipc");
    }
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  List<Component> components() {
    return components;
  }

  @Nullable Object read(Component component, Object instance) {
    try {
      return component.accessor().invoke(instance);
    } catch (InvocationTargetException e) {
      throw new ValueMappingException(
          type.getName() + "." + component.name() + "() threw an exception", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  Object make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new ValueMappingException(
          "the record " + type.getName() + " refuses the values: " + cause, cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
