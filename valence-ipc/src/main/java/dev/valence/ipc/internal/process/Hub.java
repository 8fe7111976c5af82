package dev.valence.ipc.internal.process;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.call.Surroundings;
import dev.valence.ipc.internal.main.IpcMainImpl;
import dev.valence.ipc.internal.port.PortHub;
import dev.valence.ipc.internal.port.PortLimits;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererOptions;
import dev.valence.ipc.process.Renderers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The main process's middle: all renderers, what they share, and their end. */
public final class Hub implements Renderers {
  /** So long renderers may take to end by themselves when the hub does, in nanoseconds. */
  private static final long FAREWELL = TimeUnit.SECONDS.toNanos(5);

  private final Surroundings surroundings;
  private final IpcMainImpl ipcMain;
  private final PortHub ports;
  private final ConcurrentSkipListMap<Integer, SpawnedRenderer> renderers =
      new ConcurrentSkipListMap<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private volatile boolean closed;

  /** No renderers yet. */
  public Hub(Surroundings surroundings) {
    this.surroundings = surroundings;
    ipcMain = IpcMainImpl.ofProgram(surroundings.events());
    ports = new PortHub(surroundings.events(), PortLimits.DEFAULT);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  EventThread events() {
    return surroundings.events();
  }

  /** {@code ipcMain}. */
  public IpcMainImpl ipcMain() {
    return ipcMain;
  }

  /** The ports of all processes. */
  public PortHub ports() {
    return ports;
  }

  @Override
  public Renderer spawn(Class<?> mainClass, RendererOptions options) {
    return spawn(Program.ofClass(mainClass, options), options);
  }

  @Override
  public Renderer spawn(List<String> command, RendererOptions options) {
    return spawn(Program.ofCommand(command, options), options);
  }

  private Renderer spawn(Program program, RendererOptions options) {
    if (closed) {
      throw new IllegalStateException("This is closed: no renderer is started");
    }
    Secret secret = Secret.random();
    try {
      Doorway door = Doorway.open();
      Process process;
      try {
        process = Launch.start(program, options, door.address(), secret);
      } catch (IOException e) {
        door.close();
        throw e;
      }
      return begin(program, options, process, door, secret);
    } catch (IOException e) {
      throw new UncheckedIOException("The renderer cannot be started: " + e.getMessage(), e);
    }
  }

  private Renderer begin(
      Program program, RendererOptions options, Process process, Doorway door, Secret secret) {
    int id = lastId.incrementAndGet();
    SpawnedRenderer renderer =
        new SpawnedRenderer(this, id, program, options, process, door, secret);
    renderers.put(id, renderer);
    ports.attach(id, new RendererPorts(renderer.line));
    renderer.life().begin();
    if (closed) {
      renderer.close();
    }
    return renderer;
  }

  Optional<SpawnedRenderer> find(int id) {
    return Optional.ofNullable(renderers.get(id));
  }

  void forget(SpawnedRenderer renderer) {
    renderers.remove(renderer.id);
  }

  @Override
  public Optional<Renderer> fromId(int id) {
    return Optional.ofNullable(renderers.get(id));
  }

  @Override
  public List<Renderer> all() {
    return new ArrayList<>(renderers.values());
  }

  /**
   * Ends all renderers, and waits for it: some seconds at the most. Then the ports of this process
   * are closed. Listeners hear of it all.
   */
  public void close() {
    closed = true;
    List<SpawnedRenderer> all = new ArrayList<>(renderers.values());
    all.forEach(SpawnedRenderer::close);
    try {
      long end = System.nanoTime() + FAREWELL;
      for (SpawnedRenderer renderer : all) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (!renderer.life().awaitExit(Math.max(1, left))) {
          renderer.kill();
        }
      }
      for (SpawnedRenderer renderer : all) {
        renderer.life().awaitOver();
      }
    } catch (InterruptedException e) {
      all.forEach(SpawnedRenderer::kill);
      Thread.currentThread().interrupt();
    }
    ports.shutdown();
  }
}
