package dev.valence.ipc;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.call.Surroundings;
import dev.valence.ipc.internal.process.Hub;
import dev.valence.ipc.internal.process.IpcThreads;
import dev.valence.ipc.main.IpcMain;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.process.Renderers;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * IPC of a main process: {@code ipcMain}, the renderers it starts, and message channels. A {@code
 * Valence} has one; this is the way to have it without networking.
 *
 * {@snippet :
 * try (IpcHub hub = IpcHub.builder().build()) {
 *   hub.ipcMain().handle("greet", (event, args) -> "hello " + args.get(0));
 *   Renderer renderer = hub.renderers().spawn(Greeter.class);
 *   renderer.exited().join();
 * }
 * }
 *
 * <p>One event thread runs all listeners and handlers. Any thread may call.
 */
public final class IpcHub implements AutoCloseable {
  private final EventThread events;
  private final boolean ownEvents;
  private final IpcThreads threads;
  private final Hub hub;
  private final AtomicBoolean closed = new AtomicBoolean();

  private IpcHub(EventThread events, boolean ownEvents, @Nullable Executor workers) {
    this.events = events;
    this.ownEvents = ownEvents;
    threads = new IpcThreads();
    ScheduledExecutorService timers = threads.timers();
    hub = new Hub(new Surroundings(events, workers == null ? threads.workers() : workers, timers));
  }

  /** Collects settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * IPC on an event thread that others use as well, and close after this.
   *
   * @param workers where what depends on futures runs; never the event thread
   */
  public static IpcHub on(EventThread events, Executor workers) {
    return new IpcHub(events, false, Objects.requireNonNull(workers, "workers"));
  }

  /** What renderers send. */
  public IpcMain ipcMain() {
    return hub.ipcMain();
  }

  /** The renderers that are processes. */
  public Renderers renderers() {
    return hub;
  }

  /** A new message channel, both ends here (Electron's {@code new MessageChannelMain()}). */
  public MessageChannelMain messageChannel() {
    return hub.ports().main().channel();
  }

  /** How many message ports there are, here and in the renderers: grows where ports are leaked. */
  public int messagePortCount() {
    return hub.ports().portCount();
  }

  /** The event thread, to run something in turn with the listeners. */
  public Executor eventThread() {
    return events;
  }

  /**
   * Ends the renderers: calls that wait for answers fail, what was sent still arrives, ports close.
   * Waits for it, some seconds at the most; renderers that do not end by themselves are killed.
   * Listeners hear of it. Further calls do nothing.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      hub.close();
      if (ownEvents) {
        events.close();
      }
      threads.close();
    }
  }

  /** Collects settings. */
  public static final class Builder {
    private @Nullable Executor eventExecutor;
    private Thread.@Nullable UncaughtExceptionHandler uncaught;

    private Builder() {}

    /**
     * Where listeners and handlers run, such as the event queue of a user interface; by default a
     * thread of its own. It must not run tasks within {@code execute}.
     */
    public Builder eventExecutor(Executor executor) {
      eventExecutor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /** Who hears of what listeners throw; by default it is logged as an error. */
    public Builder uncaughtExceptionHandler(Thread.UncaughtExceptionHandler handler) {
      uncaught = Objects.requireNonNull(handler, "handler");
      return this;
    }

    /** Starts. */
    public IpcHub build() {
      return new IpcHub(new EventThread(eventExecutor, uncaught), true, null);
    }
  }
}
