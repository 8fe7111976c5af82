package dev.valence.ipc.internal.renderer;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.call.Line;
import dev.valence.ipc.internal.call.OutgoingCalls;
import dev.valence.ipc.internal.channel.ChannelListeners;
import dev.valence.ipc.internal.channel.ChannelName;
import dev.valence.ipc.internal.channel.Handlers;
import dev.valence.ipc.internal.channel.Values;
import dev.valence.ipc.internal.port.PortNode;
import dev.valence.ipc.internal.service.CallLine;
import dev.valence.ipc.internal.service.Exposure;
import dev.valence.ipc.internal.service.ServiceHost;
import dev.valence.ipc.internal.service.ServiceProxy;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.LinkClosedException;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.renderer.GuestMessageListener;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.IpcRendererEvent;
import dev.valence.ipc.renderer.IpcRendererListener;
import dev.valence.ipc.renderer.RendererInvokeHandler;
import dev.valence.ipc.service.ExposedService;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A renderer's channels over its line. */
final class IpcRendererImpl implements IpcRenderer, CallLine {
  /** Guests have no channels of their own: all of their listeners hear all. */
  private static final String GUESTS = "guests";

  private final Line line;
  private final OutgoingCalls calls;
  private final PortNode ports;
  private final long syncTimeoutMillis;
  private final ChannelListeners<IpcRendererListener> listeners;
  private final ChannelListeners<GuestMessageListener> guests;
  private final Handlers<RendererInvokeHandler> handlers = new Handlers<>();

  IpcRendererImpl(
      Line line, OutgoingCalls calls, PortNode ports, EventThread events, long syncTimeoutMillis) {
    this.line = line;
    this.calls = calls;
    this.ports = ports;
    this.syncTimeoutMillis = syncTimeoutMillis;
    listeners = new ChannelListeners<>(events, "ipcRenderer");
    guests = new ChannelListeners<>(events, "ipcRenderer");
  }

  boolean emit(String channel, int senderId, List<MessagePortMain> with, IpcArguments args) {
    IpcRendererEvent event = new IpcRendererEvent(this, senderId, with);
    return listeners.emit(channel, listener -> listener.onMessage(event, args));
  }

  void emitGuest(int rendererId, String channel, IpcArguments args) {
    guests.emit(GUESTS, listener -> listener.onMessage(rendererId, channel, args));
  }

  @Nullable RendererInvokeHandler takeHandler(String channel) {
    return handlers.take(channel);
  }

  @Override
  public void send(String channel, @Nullable Object... args) {
    ChannelName.check(channel);
    Payload payload = Values.ofArguments(args);
    onLine(() -> line.send(new Frame.Send(0, channel, payload)));
  }

  @Override
  public CompletableFuture<@Nullable Object> invoke(
      InvokeOptions options, String channel, @Nullable Object... args) {
    return onLine(() -> calls.invoke(options, channel, args));
  }

  @Override
  public @Nullable Object sendSync(String channel, @Nullable Object... args) {
    return onLine(() -> calls.sendSync(syncTimeoutMillis, channel, args));
  }

  @Override
  public void postMessage(
      String channel,
      @Nullable Object message,
      List<? extends @Nullable MessagePortMain> transfer) {
    ChannelName.check(channel);
    Payload payload = Values.of(message);
    line.checkPost(channel, payload, transfer == null ? 0 : transfer.size());
    onLine(
        () ->
            ports.transfer(transfer, refs -> line.enqueue(new Frame.Post(channel, refs, payload))));
  }

  @Override
  public void sendTo(int rendererId, String channel, @Nullable Object... args) {
    ChannelName.check(channel);
    Payload payload = Values.ofArguments(args);
    onLine(() -> line.send(new Frame.SendTo(rendererId, channel, payload)));
  }

  @Override
  public void sendToHost(String channel, @Nullable Object... args) {
    ChannelName.check(channel);
    Payload payload = Values.ofArguments(args);
    onLine(() -> line.send(new Frame.ToHost(0, channel, payload)));
  }

  private static void onLine(Runnable action) {
    try {
      action.run();
    } catch (LinkClosedException e) {
      throw released(e);
    }
  }

  private static <T> T onLine(Supplier<T> action) {
    try {
      return action.get();
    } catch (LinkClosedException e) {
      throw released(e);
    }
  }

  private static IllegalStateException released(LinkClosedException e) {
    return new IllegalStateException("IPC method called after context was released", e);
  }

  @Override
  public IpcRenderer on(String channel, IpcRendererListener listener) {
    listeners.add(channel, listener, false);
    return this;
  }

  @Override
  public IpcRenderer once(String channel, IpcRendererListener listener) {
    listeners.add(channel, listener, true);
    return this;
  }

  @Override
  public IpcRenderer off(String channel, IpcRendererListener listener) {
    listeners.remove(channel, listener);
    return this;
  }

  @Override
  public IpcRenderer removeAllListeners(String channel) {
    listeners.removeAll(channel);
    return this;
  }

  @Override
  public IpcRenderer removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(String channel) {
    return listeners.count(channel);
  }

  @Override
  public Set<String> eventNames() {
    return listeners.names();
  }

  @Override
  public IpcRenderer onGuestMessage(GuestMessageListener listener) {
    guests.add(GUESTS, listener, false);
    return this;
  }

  @Override
  public IpcRenderer offGuestMessage(GuestMessageListener listener) {
    guests.remove(GUESTS, listener);
    return this;
  }

  @Override
  public void handle(String channel, RendererInvokeHandler handler) {
    handlers.add(channel, handler, false);
  }

  @Override
  public void handleOnce(String channel, RendererInvokeHandler handler) {
    handlers.add(channel, handler, true);
  }

  @Override
  public void removeHandler(String channel) {
    handlers.remove(channel);
  }

  @Override
  public MessageChannelMain messageChannel() {
    return ports.channel();
  }

  @Override
  public <T> T service(String name, Class<T> type) {
    return ServiceProxy.of(name, type, this, null);
  }

  @Override
  public <T> T service(String name, Class<T> type, Duration deadline) {
    return ServiceProxy.of(name, type, this, Objects.requireNonNull(deadline, "deadline"));
  }

  @Override
  public <T> ExposedService expose(String name, Class<T> type, T implementation) {
    return expose(new ServiceHost(name, type, implementation, null), name, type);
  }

  @Override
  public <T> ExposedService expose(
      String name, Class<T> type, T implementation, Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return expose(new ServiceHost(name, type, implementation, executor), name, type);
  }

  private ExposedService expose(ServiceHost host, String name, Class<?> type) {
    handle(name, (call, args) -> host.call(0, call, args));
    IpcRendererListener listener =
        (event, args) -> host.portsArrived(event.senderId(), args.get(0), event.ports());
    if (host.hasStreams()) {
      on(name, listener);
    }
    return new Exposure(
        name,
        type,
        () -> {
          removeHandler(name);
          off(name, listener);
          host.close();
        });
  }
}
