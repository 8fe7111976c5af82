package dev.valence.ipc.internal.stream;

import dev.valence.ipc.internal.port.PortThreads;
import dev.valence.ipc.mapping.JsToJava;
import dev.valence.ipc.port.MessagePortMain;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes the ends of streams. */
public final class StreamEnds {
  /** Threads that read input streams, as many as block at a time. They end when they are idle. */
  private static final ExecutorService READERS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "valence-stream");
            thread.setDaemon(true);
            return thread;
          });

  private StreamEnds() {}

  /** Threads for what waits for streams by blocking. */
  public static Executor executor() {
    return READERS;
  }

  /** As {@code MessageStreams.send}. */
  public static void send(InputStream source, MessagePortMain port) {
    new InputStreamOutlet(Objects.requireNonNull(source, "source"), port, READERS).begin();
  }

  /** As {@code MessageStreams.send}. */
  public static void send(Flow.Publisher<?> source, MessagePortMain port) {
    PublisherOutlet outlet = new PublisherOutlet(port);
    outlet.begin();
    source.subscribe(outlet);
  }

  /** As {@code MessageStreams.inputStream}. */
  public static InputStream inputStream(MessagePortMain port) {
    return new InletStream(port, () -> PortThreads.isEventThreadOf(port));
  }

  /** As {@code MessageStreams.bytes}. */
  public static Flow.Publisher<ByteBuffer> bytes(MessagePortMain port) {
    return new InletPublisher<>(port, ChunkBytes::of);
  }

  /** A publisher of what each chunk becomes. */
  public static Flow.Publisher<Object> publisher(MessagePortMain port, Type type) {
    return new InletPublisher<>(
        port,
        chunk -> {
          Object item = JsToJava.as(chunk, type, "chunk");
          if (item == null) {
            throw new IOException("a chunk of the stream is null, which no subscriber takes");
          }
          return item;
        });
  }
}
