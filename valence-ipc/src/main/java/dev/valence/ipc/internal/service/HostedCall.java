package dev.valence.ipc.internal.service;

import dev.valence.ipc.mapping.JsToJava;
import dev.valence.ipc.mapping.ValueMappingException;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.service.Progress;
import dev.valence.ipc.value.Undefined;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One call at its host: makes the arguments, runs the method, and answers with what it returns. */
final class HostedCall {
  private final String description;
  private final ServiceMethod method;
  private final IpcArguments args;
  private final List<MessagePortMain> ports;
  private final RunningCall call;
  private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

  /**
   * A call.
   *
   * @param description what was called, for messages
   * @param args all arguments of the invocation; the first is the method's name
   * @param ports of its streams
   */
  HostedCall(
      String description,
      ServiceMethod method,
      IpcArguments args,
      List<MessagePortMain> ports,
      RunningCall call) {
    this.description = description;
    this.method = method;
    this.args = args;
    this.ports = ports;
    this.call = call;
  }

  /** What is answered in the end. */
  CompletableFuture<@Nullable Object> answer() {
    return answer;
  }

  /**
   * Runs the method on this thread.
   *
   * @param mayInterrupt whether the thread is interrupted when the caller gives up
   */
  void run(Object implementation, boolean mayInterrupt) {
    if (call.isCancelled()) {
      forNobody();
      return;
    }
    try {
      @Nullable Object[] arguments = arguments();
      Object returned = call.run(() -> invoke(implementation, arguments), mayInterrupt);
      if (!method.isAsync()) {
        answer.complete(result(returned));
      } else if (returned instanceof CompletionStage<?> stage) {
        call.returned(stage);
        stage.whenComplete(this::settled);
      } else {
        throw new NullPointerException(description + " returned no future");
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  private void settled(@Nullable Object value, @Nullable Throwable thrown) {
    if (thrown != null) {
      fail(thrown);
      return;
    }
    try {
      answer.complete(result(value));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Fails; nothing flows any more. */
  void fail(Throwable thrown) {
    if (call.isCancelled()) {
      // What it fails with is that nobody waits any more.
      forNobody();
      return;
    }
    ports.forEach(MessagePortMain::close);
    answer.completeExceptionally(ErrorValues.of(ErrorValues.root(thrown)));
  }

  private void forNobody() {
    ports.forEach(MessagePortMain::close);
    answer.complete(Undefined.VALUE);
  }

  private @Nullable Object[] arguments() {
    List<ServiceMethod.Argument> parameters = method.parameters();
    int given = args.size() - 1 - (method.returnsStream() ? 1 : 0);
    if (given > parameters.size()) {
      throw new ServiceMismatchException(
          "%s takes %d arguments, not %d".formatted(description, parameters.size(), given));
    }
    boolean reports = method.progress() != null;
    @Nullable Object[] arguments = new Object[parameters.size() + (reports ? 1 : 0)];
    for (int i = 0; i < parameters.size(); i++) {
      arguments[i] = argument(i, parameters.get(i));
    }
    if (reports) {
      Progress<@Nullable Object> progress = call::progress;
      arguments[parameters.size()] = progress;
    }
    return arguments;
  }

  private @Nullable Object argument(int index, ServiceMethod.Argument parameter) {
    Object value = args.get(index + 1);
    if (!StreamType.is(parameter.type())) {
      try {
        return JsToJava.as(value, parameter.type(), parameter.name());
      } catch (ValueMappingException e) {
        throw new ServiceMismatchException(
            "Argument %d of %s: %s".formatted(index + 1, description, e.getMessage()));
      }
    }
    if (value == null || value == Undefined.VALUE) {
      return null;
    }
    MessagePortMain port = StreamsReceived.port(value, ports);
    if (port == null) {
      throw new ServiceMismatchException(
          "Argument %d of %s must be a stream".formatted(index + 1, description));
    }
    return StreamType.receive(parameter.type(), port);
  }

  private @Nullable Object invoke(Object implementation, @Nullable Object[] arguments)
      throws Throwable {
    try {
      return method.method().invoke(implementation, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private @Nullable Object result(@Nullable Object value) {
    if (!method.returnsStream()) {
      return method.result().raw() == void.class ? Undefined.VALUE : value;
    }
    MessagePortMain port = StreamsReceived.port(args.get(method.parameters().size() + 1), ports);
    if (port == null) {
      throw new ServiceMismatchException(
          "%s returns a stream, and the call has no port for it".formatted(description));
    }
    if (value == null) {
      port.close();
      return null;
    }
    StreamType.send(value, port);
    return true;
  }
}
