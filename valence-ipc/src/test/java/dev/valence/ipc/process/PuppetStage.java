package dev.valence.ipc.process;

import dev.valence.ipc.IpcHub;
import dev.valence.ipc.main.IpcMain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A main process with renderers that do what a test tells them. */
public final class PuppetStage implements AutoCloseable {
  static final int WAIT_SECONDS = 60;

  final IpcHub hub = IpcHub.builder().build();
  private Renderer puppet;

  /** The renderer that tests share. */
  public Renderer puppet() {
    if (puppet == null || puppet.isDestroyed()) {
      puppet = spawn(RendererOptions.DEFAULT);
    }
    return puppet;
  }

  public Renderer spawn(RendererOptions options) {
    return await(hub.renderers().spawn(Puppet.class, options).ready());
  }

  public IpcHub hub() {
    return hub;
  }

  public IpcMain ipcMain() {
    return hub.ipcMain();
  }

  /** Lets the shared renderer run {@code owner.method(ipcRenderer, args)}. */
  public Object run(Class<?> owner, String method, Object... args) {
    return run(puppet(), owner, method, args);
  }

  public Object run(Renderer renderer, Class<?> owner, String method, Object... args) {
    return await(begin(renderer, owner, method, args));
  }

  public CompletableFuture<Object> begin(
      Renderer renderer, Class<?> owner, String method, Object... args) {
    List<Object> all = new ArrayList<>(List.of(owner.getName(), method));
    all.addAll(Arrays.asList(args));
    return renderer.invoke(Puppet.CHANNEL, all.toArray());
  }

  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not happen");
    }
  }

  /** All that was handed to the event thread before has run. */
  public void settle() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    hub.eventThread().execute(() -> done.complete(null));
    await(done);
  }

  /** Leaves the shared renderer, takes away what tests have added. */
  public void clear(String... channels) {
    hub.ipcMain().removeAllListeners();
    for (String channel : channels) {
      hub.ipcMain().removeHandler(channel);
      if (puppet != null) {
        puppet.ipc().removeHandler(channel);
      }
    }
    if (puppet != null) {
      puppet.ipc().removeAllListeners();
      puppet.removeAllListeners();
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
