package dev.valence.websocket;

import dev.valence.Valence;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A process of its own: opens a number of WebSockets that do nothing, and prints how many stand and
 * the bytes that it holds: heap after collections, and direct buffers.
 */
final class IdleSockets {
  private IdleSockets() {}

  /** Arguments: the URL, the number of sockets. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    try (Valence valence = Valence.builder().build()) {
      List<WebSocket> sockets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        CompletableFuture<Void> open = new CompletableFuture<>();
        sockets.add(
            valence
                .net()
                .webSocket(
                    args[0],
                    WebSocketOptions.builder()
                        .listeners(
                            socket -> {
                              socket.on(WebSocket.OPENED, () -> open.complete(null));
                              socket.on(WebSocket.ERROR, open::completeExceptionally);
                            })
                        .build()));
        open.join();
      }
      long heap = Long.MAX_VALUE;
      for (int i = 0; i < 4; i++) {
        System.gc();
        heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      long standing = sockets.stream().filter(s -> s.readyState() == WebSocket.OPEN).count();
      System.out.println(standing + " " + heap + " " + direct());
    }
  }

  /** Counted by the JVM, or taken past it by Netty. */
  private static long direct() throws ReflectiveOperationException {
    long counted =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    Object past =
        Class.forName("io.netty.util.internal.PlatformDependent")
            .getMethod("usedDirectMemory")
            .invoke(null);
    return counted + Math.max(0, (Long) past);
  }
}
