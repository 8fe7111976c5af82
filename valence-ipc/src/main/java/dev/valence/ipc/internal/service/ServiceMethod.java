package dev.valence.ipc.internal.service;

import dev.valence.ipc.mapping.KnownTypes;
import dev.valence.ipc.mapping.TypeUse;
import dev.valence.ipc.mapping.ValueMappingException;
import dev.valence.ipc.service.Deadline;
import dev.valence.ipc.service.Progress;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A method of a service.
 *
 * @param method as reflection has it
 * @param parameters those that go over the line, in order
 * @param result what the caller gets in the end; {@code void} for nothing
 * @param isAsync whether it returns a future of it
 * @param progress what it reports, where it has a last parameter for that
 * @param deadline of its annotation; null for none
 * @param errors the declared exceptions
 */
record ServiceMethod(
    Method method,
    List<Argument> parameters,
    TypeUse result,
    boolean isAsync,
    @Nullable TypeUse progress,
    @Nullable Duration deadline,
    List<Class<?>> errors) {

  /** A parameter. */
  record Argument(String name, TypeUse type) {}

  private static final TypeUse VOID = TypeUse.of(void.class);

  /**
   * The method as it is seen from an interface.
   *
   * @param owner the interface that declares it, with its arguments
   * @throws IllegalArgumentException when it cannot be called over IPC
   */
  static ServiceMethod of(TypeUse owner, Method method) {
    String name = method.getName();
    if (method.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          "The method %s is generic; what comes over IPC must be of a known type".formatted(name));
    }
    TypeUse returned = owner.use(method.getGenericReturnType());
    boolean isAsync =
        returned.raw() == CompletableFuture.class || returned.raw() == CompletionStage.class;
    TypeUse result = isAsync ? returned.argument(0) : returned;
    if (result.raw() == Void.class) {
      result = VOID;
    }
    requireKnown(name, "result", result);
    List<Argument> parameters = new ArrayList<>();
    TypeUse progress = null;
    Parameter[] declared = method.getParameters();
    Type[] types = method.getGenericParameterTypes();
    for (int i = 0; i < declared.length; i++) {
      TypeUse type = owner.use(types[i]);
      if (type.raw() == Progress.class) {
        if (i < declared.length - 1) {
          throw new IllegalArgumentException(
              "Progress can only be the last parameter of %s".formatted(name));
        }
        progress = type.argument(0);
        requireKnown(name, "progress", progress);
      } else {
        requireKnown(name, declared[i].getName(), type);
        parameters.add(new Argument(declared[i].getName(), type));
      }
    }
    return new ServiceMethod(
        method,
        List.copyOf(parameters),
        result,
        isAsync,
        progress,
        deadlineOf(method),
        List.copyOf(Arrays.asList(method.getExceptionTypes())));
  }

  private static void requireKnown(String method, String what, TypeUse type) {
    try {
      if (StreamType.is(type)) {
        StreamType.requireKnown(type);
      } else {
        KnownTypes.require(type);
      }
    } catch (ValueMappingException e) {
      throw new IllegalArgumentException(
          "The method %s cannot be called over IPC; %s: %s".formatted(method, what, e.getMessage()),
          e);
    }
  }

  private static @Nullable Duration deadlineOf(Method method) {
    Deadline deadline = method.getAnnotation(Deadline.class);
    if (deadline == null) {
      return null;
    }
    Duration time = Duration.of(deadline.value(), deadline.unit().toChronoUnit());
    if (time.toMillis() < 1) {
      throw new IllegalArgumentException(
          "The deadline of %s must be a millisecond or more, not %s"
              .formatted(method.getName(), time));
    }
    return time;
  }

  String name() {
    return method.getName();
  }

  /** Whether it returns a stream, now or later. */
  boolean returnsStream() {
    return StreamType.is(result);
  }

  /** Whether something of it travels over ports. */
  boolean hasStreams() {
    return returnsStream() || parameters.stream().anyMatch(p -> StreamType.is(p.type()));
  }

  /** Whether the implementation has something to wait for by blocking. */
  boolean readsByBlocking() {
    return parameters.stream().anyMatch(p -> p.type().raw() == InputStream.class);
  }

  /** Whether one of the two overrides the other, rather than being a second of the name. */
  boolean hasParametersOf(ServiceMethod other) {
    return rawTypes().equals(other.rawTypes()) && (progress == null) == (other.progress == null);
  }

  private List<Class<?>> rawTypes() {
    return parameters.stream().<Class<?>>map(parameter -> parameter.type().raw()).toList();
  }

  /** Whether it declares an exception of which this is one. */
  boolean declares(Throwable thrown) {
    return errors.stream().anyMatch(type -> type.isInstance(thrown));
  }
}
