package dev.valence.ipc.internal.service;

import dev.valence.ipc.mapping.JsToJava;
import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.service.Progress;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The caller's side of a service: turns calls of the interface into invocations of its channel. */
public final class ServiceProxy implements InvocationHandler {
  private final String name;
  private final ServiceShape shape;
  private final CallLine line;
  private final @Nullable Duration deadline;
  private final Map<ServiceMethod, ReceivedErrors> errors = new HashMap<>();

  private ServiceProxy(
      String name, ServiceShape shape, CallLine line, @Nullable Duration deadline) {
    this.name = name;
    this.shape = shape;
    this.line = line;
    this.deadline = deadline;
    for (ServiceMethod method : shape.methods()) {
      errors.put(method, new ReceivedErrors(method));
    }
  }

  /**
   * A proxy. Nothing is asked of the other side before a method is called.
   *
   * @param deadline for calls of methods without one of their own; null for none
   * @throws IllegalArgumentException when the interface has what cannot be called over IPC
   */
  public static <T> T of(String name, Class<T> type, CallLine line, @Nullable Duration deadline) {
    Objects.requireNonNull(name, "name");
    ServiceProxy proxy = new ServiceProxy(name, ServiceShape.of(type), line, deadline);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, proxy));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    @Nullable Object[] args = given == null ? new Object[0] : given;
    if (ServiceShape.isOfObject(method)) {
      return ofObject(proxy, method.getName(), args);
    }
    if (method.isDefault()) {
      return MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup())
          .unreflectSpecial(method, method.getDeclaringClass())
          .bindTo(proxy)
          .invokeWithArguments(args);
    }
    ServiceMethod called = shape.method(method);
    StreamsSent streams = new StreamsSent(line);
    CompletableFuture<@Nullable Object> answer;
    try {
      answer = send(called, args, streams);
    } catch (RuntimeException e) {
      streams.abandon();
      throw e;
    }
    answer.whenComplete(
        (value, thrown) -> {
          if (thrown != null) {
            streams.abandon();
          }
        });
    return called.isAsync() ? future(called, answer, streams) : await(called, answer, streams);
  }

  private @Nullable Object ofObject(Object proxy, String method, @Nullable Object[] args) {
    return switch (method) {
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "service '" + name + "' (" + shape.type().getName() + ")";
    };
  }

  private CompletableFuture<@Nullable Object> send(
      ServiceMethod method, @Nullable Object[] given, StreamsSent streams) {
    int count = method.parameters().size();
    @Nullable Object[] args = new Object[count + (method.returnsStream() ? 2 : 1)];
    args[0] = method.name() + "@" + shape.version();
    for (int i = 0; i < count; i++) {
      Object value = given[i];
      boolean isStream = StreamType.is(method.parameters().get(i).type());
      args[i + 1] = isStream && value != null ? streams.argument(value) : value;
    }
    if (method.returnsStream()) {
      args[count + 1] = streams.result();
    }
    InvokeOptions.Builder options = InvokeOptions.builder();
    Duration limit = method.deadline() != null ? method.deadline() : deadline;
    if (limit != null) {
      options.deadline(limit);
    }
    if (method.progress() != null && given[given.length - 1] instanceof Progress<?> listener) {
      options.onProgress(value -> report(method, listener, value));
    }
    streams.begin();
    streams.post(name);
    return line.invoke(options.build(), name, args);
  }

  // T may be nullable; the checker takes it for not.
  @SuppressWarnings("NullAway")
  private void report(ServiceMethod method, Progress<?> listener, @Nullable Object value) {
    @SuppressWarnings("unchecked") // It is made to be of the type that the interface says.
    Progress<@Nullable Object> taker = (Progress<@Nullable Object>) listener;
    taker.report(
        JsToJava.as(
            value, Objects.requireNonNull(method.progress()), "progress of " + describe(method)));
  }

  private CompletableFuture<@Nullable Object> future(
      ServiceMethod method, CompletableFuture<@Nullable Object> answer, StreamsSent streams) {
    CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
    answer.whenComplete(
        (value, thrown) -> {
          if (thrown != null) {
            result.completeExceptionally(received(method, thrown));
            return;
          }
          try {
            result.complete(result(method, value, streams));
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    // Whoever completes it from outside (cancel, orTimeout) wants no answer any more.
    result.whenComplete(
        (value, thrown) -> {
          if (!answer.isDone()) {
            answer.cancel(true);
          }
        });
    return result;
  }

  private @Nullable Object await(
      ServiceMethod method, CompletableFuture<@Nullable Object> answer, StreamsSent streams)
      throws Throwable {
    try {
      return result(method, answer.get(), streams);
    } catch (ExecutionException e) {
      Throwable thrown = received(method, e);
      if (thrown instanceof RuntimeException
          || thrown instanceof Error
          || method.declares(thrown)) {
        throw thrown;
      }
      IpcException failure = new IpcException(describe(method) + ": " + thrown, null);
      failure.initCause(thrown);
      throw failure;
    } catch (InterruptedException e) {
      answer.cancel(true);
      if (method.declares(e)) {
        throw e;
      }
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException("interrupted while waiting for " + describe(method));
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private @Nullable Object result(
      ServiceMethod method, @Nullable Object value, StreamsSent streams) {
    if (method.returnsStream()) {
      return value == null ? null : streams.received(method.result());
    }
    if (method.result().raw() == void.class) {
      return null;
    }
    return JsToJava.as(value, method.result(), "result of " + describe(method));
  }

  private Throwable received(ServiceMethod method, Throwable thrown) {
    Throwable root = ErrorValues.root(thrown);
    return root instanceof IpcException failure
        ? Objects.requireNonNull(errors.get(method)).of(failure)
        : root;
  }

  private String describe(ServiceMethod method) {
    return name + "." + method.name();
  }
}
