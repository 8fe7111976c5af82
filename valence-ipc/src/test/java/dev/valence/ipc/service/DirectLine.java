package dev.valence.ipc.service;

import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.internal.service.CallLine;
import dev.valence.ipc.internal.service.ServiceHost;
import dev.valence.ipc.internal.service.ServiceProxy;
import dev.valence.ipc.message.HandlerException;
import dev.valence.ipc.message.InvokeCall;
import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.message.RemoteError;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A line within one thread: everything is cloned, and answered before the call returns. */
final class DirectLine implements CallLine {
  private final ServiceHost host;
  final List<@Nullable Object[]> sent = new ArrayList<>();
  @Nullable InvokeOptions lastOptions;

  DirectLine(ServiceHost host) {
    this.host = host;
  }

  static <T> T pair(Class<T> type, T implementation) {
    return pair(type, implementation, null);
  }

  static <T> T pair(Class<T> type, T implementation, @Nullable Executor executor) {
    ServiceHost host = new ServiceHost("test", type, implementation, executor);
    return ServiceProxy.of("test", type, new DirectLine(host), null);
  }

  @Override
  public CompletableFuture<@Nullable Object> invoke(
      InvokeOptions options, String channel, @Nullable Object... args) {
    sent.add(args);
    lastOptions = options;
    JsArray arrived = (JsArray) copy(JsArray.of(args));
    Call call = new Call(options);
    CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
    result.whenComplete(
        (value, thrown) -> {
          if (result.isCancelled()) {
            call.cancel();
          }
        });
    host.call(1, call, new IpcArguments(arrived.toList()))
        .whenComplete(
            (value, thrown) -> {
              if (thrown == null) {
                result.complete(copy(value));
              } else {
                result.completeExceptionally(failure(thrown));
              }
            });
    return result;
  }

  @Override
  public void postMessage(
      String channel, @Nullable Object message, List<? extends @Nullable MessagePortMain> ports) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MessageChannelMain messageChannel() {
    throw new UnsupportedOperationException();
  }

  private static @Nullable Object copy(@Nullable Object value) {
    return StructuredClone.ofDefaults().copy(value);
  }

  private static IpcException failure(Throwable thrown) {
    Throwable root = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    return new IpcException(
        "Error invoking remote method 'test': " + root.getMessage(), remote(root));
  }

  private static RemoteError remote(Throwable thrown) {
    String name = thrown instanceof HandlerException error ? error.name() : "Error";
    Map<String, @Nullable Object> fields =
        thrown instanceof HandlerException error
            ? ((JsObject) copy(JsObject.of(error.fields()))).properties()
            : Map.of();
    return new RemoteError(
        name,
        thrown.getClass().getName(),
        Optional.ofNullable(thrown.getMessage()).orElse(""),
        fields,
        Optional.ofNullable(thrown.getCause()).map(DirectLine::remote));
  }

  /** The call as the handler sees it. */
  static final class Call implements InvokeCall {
    private final InvokeOptions options;
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    Call(InvokeOptions options) {
      this.options = options;
    }

    synchronized void cancel() {
      cancelled = true;
      actions.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean isCancelled() {
      return cancelled;
    }

    @Override
    public synchronized void onCancel(Runnable action) {
      if (cancelled) {
        action.run();
      } else {
        actions.add(action);
      }
    }

    @Override
    public void progress(@Nullable Object value) {
      options.progress().ifPresent(listener -> listener.accept(copy(value)));
    }

    @Override
    public Optional<Duration> timeLeft() {
      return options.deadline();
    }
  }
}
