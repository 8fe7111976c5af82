package dev.valence.ipc.renderer;

import dev.valence.event.EventType;
import dev.valence.event.dispatch.EventThread;
import dev.valence.event.dispatch.Listeners;
import dev.valence.ipc.internal.process.Launch;
import dev.valence.ipc.internal.process.Secret;
import dev.valence.ipc.internal.renderer.MainConnection;
import dev.valence.ipc.internal.renderer.RendererSide;
import dev.valence.ipc.internal.wire.LinkEnd;
import dev.valence.ipc.port.MessageChannelMain;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The renderer that this process is. */
final class CurrentRenderer implements RendererProcess {
  /** So long listeners may take before the process exits all the same, in milliseconds. */
  private static final long FAREWELL = 2_000;

  /** So long the exit itself may take, in milliseconds. */
  private static final long EXIT = 5_000;

  private static @Nullable CurrentRenderer instance;

  private final EventThread events = new EventThread(null, null);
  private final Listeners listeners = new Listeners(events, "RendererProcess", DISCONNECT);
  private final AtomicBoolean left = new AtomicBoolean();
  private final RendererSide side;

  private CurrentRenderer(MainConnection connection) throws IOException {
    side = new RendererSide(connection, events, false, this::ended);
  }

  static synchronized CurrentRenderer get() {
    CurrentRenderer known = instance;
    if (known != null) {
      return known;
    }
    String address = System.getenv(Launch.ADDRESS);
    String secret = System.getenv(Launch.SECRET);
    if (address == null || secret == null) {
      throw new IllegalStateException(
          "This process was not started by Renderers.spawn: the variables "
              + Launch.ADDRESS
              + " and "
              + Launch.SECRET
              + " are not set");
    }
    try {
      known = new CurrentRenderer(MainConnection.open(address, Secret.parse(secret)));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The main process cannot be reached at " + address + ": " + e.getMessage(), e);
    }
    instance = known;
    return known;
  }

  private void ended(String reason, LinkEnd how) {
    listeners.post(DISCONNECT, listener -> listener.accept(reason));
    if (left.get()) {
      side.endThreads();
      return;
    }
    int code = how == LinkEnd.OWN ? 0 : 1;
    Thread exit = new Thread(() -> exit(code), "valence-ipc-exit");
    // Keeps the process until the listeners have run: the link's thread, which did so, ends here.
    exit.setDaemon(false);
    exit.start();
  }

  @SuppressWarnings("SystemExitOutsideMain")
  private void exit(int code) {
    Object done = new Object();
    AtomicBoolean heard = new AtomicBoolean();
    events.execute(
        () -> {
          synchronized (done) {
            heard.set(true);
            done.notifyAll();
          }
        });
    try {
      synchronized (done) {
        if (!heard.get()) {
          done.wait(FAREWELL);
        }
      }
      Thread exit = new Thread(() -> System.exit(code), "valence-ipc-exit-now");
      exit.start();
      exit.join(EXIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A hook that does not end must not keep a process alive that nobody knows any more.
    Runtime.getRuntime().halt(code == 0 ? 1 : code);
  }

  @Override
  public int id() {
    return side.id();
  }

  @Override
  public IpcRenderer ipcRenderer() {
    return side.ipcRenderer();
  }

  @Override
  public MessageChannelMain messageChannel() {
    return side.ports().channel();
  }

  @Override
  public Executor eventThread() {
    return events;
  }

  @Override
  public void close() {
    if (left.compareAndSet(false, true)) {
      side.leave();
    }
  }

  @Override
  public <L> RendererProcess on(EventType<L> type, L listener) {
    listeners.add(type, listener, false);
    return this;
  }

  @Override
  public <L> RendererProcess once(EventType<L> type, L listener) {
    listeners.add(type, listener, true);
    return this;
  }

  @Override
  public <L> RendererProcess off(EventType<L> type, L listener) {
    listeners.remove(type, listener);
    return this;
  }

  @Override
  public RendererProcess removeAllListeners(EventType<?> type) {
    listeners.removeAll(type);
    return this;
  }

  @Override
  public RendererProcess removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(EventType<?> type) {
    return listeners.count(type);
  }
}
