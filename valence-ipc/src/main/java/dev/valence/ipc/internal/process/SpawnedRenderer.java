package dev.valence.ipc.internal.process;

import dev.valence.event.EventType;
import dev.valence.event.async.Promise;
import dev.valence.event.dispatch.Listeners;
import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.internal.call.IncomingCalls;
import dev.valence.ipc.internal.call.Line;
import dev.valence.ipc.internal.call.OutgoingCalls;
import dev.valence.ipc.internal.channel.ChannelName;
import dev.valence.ipc.internal.channel.Values;
import dev.valence.ipc.internal.main.IpcMainImpl;
import dev.valence.ipc.internal.service.CallLine;
import dev.valence.ipc.internal.service.ServiceProxy;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.Link;
import dev.valence.ipc.internal.wire.LinkClosedException;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.main.IpcMain;
import dev.valence.ipc.main.WebFrameMain;
import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererExit;
import dev.valence.ipc.process.RendererOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A renderer that was started: what the user has of it. */
final class SpawnedRenderer implements Renderer, CallLine {
  private static final Logger LOG = LoggerFactory.getLogger(SpawnedRenderer.class);

  final int id;
  final Hub hub;
  final RendererOptions options;
  final Line line;
  final OutgoingCalls outgoing;
  final IncomingCalls incoming;
  final IpcMainImpl ipc;
  final Listeners listeners;
  final Promise<Renderer> ready;
  final Promise<RendererExit> exited;
  private final MainFrame frame;
  private final RendererLife life;

  SpawnedRenderer(
      Hub hub,
      int id,
      Program program,
      RendererOptions options,
      Process process,
      Doorway door,
      Secret secret) {
    this.hub = hub;
    this.id = id;
    this.options = options;
    line = new Line(hub.events());
    outgoing = new OutgoingCalls(line, hub.surroundings());
    incoming = new IncomingCalls(line, hub.events(), options.limits().openCalls());
    ipc = IpcMainImpl.ofSender(hub.events(), "renderer " + id);
    listeners =
        new Listeners(
            hub.events(),
            "Renderer",
            IPC_MESSAGE,
            IPC_MESSAGE_SYNC,
            IPC_MESSAGE_HOST,
            READY,
            RENDER_PROCESS_GONE,
            EXIT);
    ready = new Promise<>(hub.surroundings().workers());
    exited = new Promise<>(hub.surroundings().workers());
    frame = new MainFrame(this, program.url());
    life = new RendererLife(this, process, door, secret);
  }

  RendererLife life() {
    return life;
  }

  /** Who gets what it sends to its host; empty for the main process. */
  Optional<SpawnedRenderer> host() {
    return options.host().map(SpawnedRenderer.class::cast);
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public long pid() {
    return life.pid();
  }

  @Override
  public IpcMain ipc() {
    return ipc;
  }

  @Override
  public WebFrameMain mainFrame() {
    return frame;
  }

  @Override
  public boolean isDestroyed() {
    return life.isOver();
  }

  @Override
  public void send(String channel, @Nullable Object... args) {
    ChannelName.check(channel);
    Payload payload;
    try {
      payload = Values.ofArguments(args);
    } catch (DataCloneException e) {
      // Electron's text, and its way: only postMessage throws.
      LOG.error("Error sending from webFrameMain: ", e);
      return;
    }
    sendUnlessGone(new Frame.Send(0, channel, payload));
  }

  /** Sends what nobody needs any more when the renderer has ended. */
  void sendUnlessGone(Frame message) {
    try {
      line.send(message);
    } catch (LinkClosedException e) {
      LOG.debug("a message came after the end of renderer {}", id, e);
    }
  }

  @Override
  public void postMessage(
      String channel,
      @Nullable Object message,
      List<? extends @Nullable MessagePortMain> transfer) {
    ChannelName.check(channel);
    Payload payload = Values.of(message);
    line.checkPost(channel, payload, transfer == null ? 0 : transfer.size());
    hub.ports()
        .post(
            transfer,
            id,
            ports -> {
              try {
                line.enqueue(new Frame.Post(channel, RendererPorts.refs(ports), payload));
              } catch (LinkClosedException e) {
                LOG.debug("a message came after the end of renderer {}", id, e);
              }
            });
    line.flush();
  }

  @Override
  public CompletableFuture<@Nullable Object> invoke(
      InvokeOptions invokeOptions, String channel, @Nullable Object... args) {
    try {
      CompletableFuture<@Nullable Object> call = outgoing.invoke(invokeOptions, channel, args);
      // The answer may lie behind what waits for the event thread, which may wait for the answer.
      resumeReading();
      return call;
    } catch (LinkClosedException e) {
      return CompletableFuture.failedFuture(
          new IpcException(
              "Error invoking remote method '" + channel + "': Error: " + life.endReason(), null));
    }
  }

  @Override
  public MessageChannelMain messageChannel() {
    return hub.ports().main().channel();
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
  public CompletableFuture<Renderer> ready() {
    return ready.copy();
  }

  @Override
  public CompletableFuture<RendererExit> exited() {
    return exited.copy();
  }

  @Override
  public void close() {
    life.close();
  }

  @Override
  public void kill() {
    life.kill();
  }

  /** Reads again what it sends, once less of it waits. */
  void resumeReading() {
    Link link = line.link();
    if (link != null) {
      link.resumeReading();
    }
  }

  @Override
  public <L> Renderer on(EventType<L> type, L listener) {
    listeners.add(type, listener, false);
    return this;
  }

  @Override
  public <L> Renderer once(EventType<L> type, L listener) {
    listeners.add(type, listener, true);
    return this;
  }

  @Override
  public <L> Renderer off(EventType<L> type, L listener) {
    listeners.remove(type, listener);
    return this;
  }

  @Override
  public Renderer removeAllListeners(EventType<?> type) {
    listeners.removeAll(type);
    return this;
  }

  @Override
  public Renderer removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(EventType<?> type) {
    return listeners.count(type);
  }

  @Override
  public String toString() {
    return "Renderer[" + id + ", " + frame.url() + "]";
  }
}
