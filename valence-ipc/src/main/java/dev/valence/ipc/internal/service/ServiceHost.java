package dev.valence.ipc.internal.service;

import dev.valence.ipc.internal.stream.StreamEnds;
import dev.valence.ipc.message.InvokeCall;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.port.MessagePortMain;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers the calls of a service: the handler of its channel. The first argument of an invocation
 * is the method's name, with the version of the caller's interface where it knows one ({@code read}
 * or {@code read@2}); the method's own arguments follow. Arguments that are missing are undefined.
 */
public final class ServiceHost {
  private final String name;
  private final ServiceShape shape;
  private final Object implementation;
  private final @Nullable Executor executor;
  private final StreamsReceived streams = new StreamsReceived();

  /**
   * The host of an implementation.
   *
   * @param executor where its methods run; null for the thread that calls {@link #call}
   * @throws IllegalArgumentException when the interface has what cannot be called over IPC
   */
  public <T> ServiceHost(
      String name, Class<T> type, T implementation, @Nullable Executor executor) {
    this.name = Objects.requireNonNull(name, "name");
    this.shape = ServiceShape.of(type);
    this.implementation = type.cast(Objects.requireNonNull(implementation, "implementation"));
    this.executor = executor;
    for (ServiceMethod method : shape.methods()) {
      if (!method.method().trySetAccessible()) {
        throw new IllegalArgumentException(
            type.getName() + " is not open to reflection from dev.valence.ipc");
      }
    }
  }

  /**
   * Answers an invocation.
   *
   * @param sender who calls: a number that is one renderer's or the main process's
   * @return what the method returned; fails with {@link dev.valence.ipc.message.HandlerException}
   */
  public CompletionStage<@Nullable Object> call(
      int sender, InvokeCall invocation, IpcArguments args) {
    List<MessagePortMain> ports = streams.take(sender, args);
    ServiceMethod method;
    try {
      method = method(args.get(0));
    } catch (ServiceMismatchException e) {
      ports.forEach(MessagePortMain::close);
      return CompletableFuture.failedFuture(ErrorValues.of(e));
    }
    HostedCall call =
        new HostedCall(
            name + "." + method.name(), method, args, ports, new RunningCall(invocation));
    Executor own = executor;
    if (own == null && method.readsByBlocking()) {
      // What it waits for comes by the event thread.
      own = StreamEnds.executor();
    }
    if (own == null) {
      call.run(implementation, false);
      return call.answer();
    }
    try {
      own.execute(() -> call.run(implementation, true));
    } catch (RejectedExecutionException e) {
      call.fail(e);
    }
    return call.answer();
  }

  /**
   * Ports of streams have come, for a call that follows.
   *
   * @param sender whose they are
   */
  public void portsArrived(int sender, @Nullable Object key, List<MessagePortMain> ports) {
    streams.arrived(sender, key, ports);
  }

  /** Whether ports will come. */
  public boolean hasStreams() {
    for (ServiceMethod method : shape.methods()) {
      if (method.hasStreams()) {
        return true;
      }
    }
    return false;
  }

  /** No call comes any more. */
  public void close() {
    streams.close();
  }

  private ServiceMethod method(@Nullable Object called) {
    if (!(called instanceof String text)) {
      throw new ServiceMismatchException(
          "The first argument for the service '%s' must be the name of a method".formatted(name));
    }
    int at = text.indexOf('@');
    if (at >= 0 && !text.substring(at + 1).equals(Integer.toString(shape.version()))) {
      throw new ServiceMismatchException(
          "The service '%s' has version %d here; the caller was built for version %s"
              .formatted(name, shape.version(), shown(text.substring(at + 1))));
    }
    String methodName = at < 0 ? text : text.substring(0, at);
    ServiceMethod method = shape.method(methodName);
    if (method == null) {
      throw new ServiceMismatchException(
          "The service '%s' has no method '%s'".formatted(name, shown(methodName)));
    }
    return method;
  }

  /** What came over the line, as far as it belongs into a message. */
  private static String shown(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
