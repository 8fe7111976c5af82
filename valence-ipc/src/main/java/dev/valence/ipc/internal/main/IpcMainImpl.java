package dev.valence.ipc.internal.main;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.channel.ChannelListeners;
import dev.valence.ipc.internal.channel.Handlers;
import dev.valence.ipc.internal.service.Exposure;
import dev.valence.ipc.internal.service.ServiceHost;
import dev.valence.ipc.main.InvokeHandler;
import dev.valence.ipc.main.IpcMain;
import dev.valence.ipc.main.IpcMainEvent;
import dev.valence.ipc.main.IpcMainListener;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.service.ExposedService;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Listeners and handlers by channels. */
public final class IpcMainImpl implements IpcMain {
  private final ChannelListeners<IpcMainListener> listeners;
  private final Handlers<InvokeHandler> handlers = new Handlers<>();

  private IpcMainImpl(EventThread events, String owner) {
    listeners = new ChannelListeners<>(events, owner);
  }

  /** {@code ipcMain}, with the listener for {@code error} that Electron adds. */
  public static IpcMainImpl ofProgram(EventThread events) {
    IpcMainImpl ipc = new IpcMainImpl(events, "ipcMain");
    ipc.on("error", (event, args) -> {});
    return ipc;
  }

  /** The {@code ipc} of one sender. */
  public static IpcMainImpl ofSender(EventThread events, String name) {
    return new IpcMainImpl(events, name + ".ipc");
  }

  /**
   * Calls the listeners; on the event thread.
   *
   * @return whether there was one
   */
  public boolean emit(String channel, IpcMainEvent event, IpcArguments args) {
    return listeners.emit(channel, listener -> listener.onMessage(event, args));
  }

  /** The handler that is to answer a call now; null where there is none. */
  public @Nullable InvokeHandler takeHandler(String channel) {
    return handlers.take(channel);
  }

  @Override
  public IpcMain on(String channel, IpcMainListener listener) {
    listeners.add(channel, listener, false);
    return this;
  }

  @Override
  public IpcMain once(String channel, IpcMainListener listener) {
    listeners.add(channel, listener, true);
    return this;
  }

  @Override
  public IpcMain off(String channel, IpcMainListener listener) {
    listeners.remove(channel, listener);
    return this;
  }

  @Override
  public IpcMain removeAllListeners(String channel) {
    listeners.removeAll(channel);
    return this;
  }

  @Override
  public IpcMain removeAllListeners() {
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
  public void handle(String channel, InvokeHandler handler) {
    handlers.add(channel, handler, false);
  }

  @Override
  public void handleOnce(String channel, InvokeHandler handler) {
    handlers.add(channel, handler, true);
  }

  @Override
  public void removeHandler(String channel) {
    handlers.remove(channel);
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
    handle(name, (event, args) -> host.call(event.sender().id(), event, args));
    IpcMainListener ports =
        (event, args) -> host.portsArrived(event.sender().id(), args.get(0), event.ports());
    if (host.hasStreams()) {
      on(name, ports);
    }
    return new Exposure(
        name,
        type,
        () -> {
          removeHandler(name);
          off(name, ports);
          host.close();
        });
  }
}
