package dev.valence.ipc.process;

import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A renderer that does what tests tell it: runs their static methods, on threads of their own. */
public final class Puppet {
  static final String CHANNEL = "puppet";

  private Puppet() {}

  public static void main(String[] args) {
    IpcRenderer ipc = RendererProcess.current().ipcRenderer();
    ipc.handle(
        CHANNEL,
        (call, given) -> CompletableFuture.supplyAsync(() -> run(ipc, given), Puppet::start));
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "puppet");
    // The process stays until it is done.
    thread.setDaemon(false);
    thread.start();
  }

  private static Object run(IpcRenderer ipc, IpcArguments given) {
    String owner = given.get(0, String.class);
    String name = given.get(1, String.class);
    List<Object> rest = given.toList();
    try {
      Method method =
          Class.forName(owner).getDeclaredMethod(name, IpcRenderer.class, IpcArguments.class);
      method.setAccessible(true);
      return method.invoke(null, ipc, new IpcArguments(rest.subList(2, rest.size())));
    } catch (InvocationTargetException e) {
      throw new CompletionException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new CompletionException(e);
    }
  }
}
