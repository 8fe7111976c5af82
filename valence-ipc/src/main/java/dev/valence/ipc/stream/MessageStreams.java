package dev.valence.ipc.stream;

import dev.valence.ipc.internal.stream.StreamEnds;
import dev.valence.ipc.mapping.JsToJava;
import dev.valence.ipc.port.MessagePortMain;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * Streams over message ports: one end of a channel is written to here, the other is read, in this
 * process or any other. The port belongs to the stream from then on, and is closed with it.
 *
 * <p>The reader's pace is the writer's: at most 16 chunks are on their way or waiting. A reader
 * that stops early is told to the writer, whose source is closed or cancelled; a source that fails
 * is told to the reader, with its message, as an {@code IOException}; so is the end of the process
 * that writes. The other side may be JavaScript: {@code postMessage} of a {@code ReadableStream}
 * speaks the same protocol.
 *
 * <p>
 *
 * {@snippet :
 * MessageChannelMain channel = process.messageChannel();
 * ipc.postMessage("upload", "video.mp4", List.of(channel.port2()));
 * MessageStreams.send(Files.newInputStream(path), channel.port1());
 *
 * ipcMain.on("upload", (event, args) -> {
 *   InputStream body = MessageStreams.inputStream(event.ports().get(0));
 *   workers.execute(() -> store(body));
 * });
 * }
 */
public final class MessageStreams {
  private MessageStreams() {}

  /**
   * Writes the bytes of a stream, in chunks of at most 64 KiB, and closes it in any case. It is
   * read on threads of its own, only while the reader wants more.
   */
  public static void send(InputStream source, MessagePortMain port) {
    StreamEnds.send(source, port);
  }

  /**
   * Writes the items of a publisher: values that can be cloned, or {@code ByteBuffer}s. As many are
   * requested as the reader has room for. Buffers of more than 1 MiB arrive in several chunks.
   */
  public static void send(Flow.Publisher<?> source, MessagePortMain port) {
    StreamEnds.send(source, port);
  }

  /**
   * Reads a stream of bytes. Nothing is asked for before the first {@code read}; {@code close}
   * tells the writer that no more is wanted. Not to be read on the event thread, where waiting is
   * refused with {@link IllegalStateException}: chunks come by it.
   */
  public static InputStream inputStream(MessagePortMain port) {
    return StreamEnds.inputStream(port);
  }

  /**
   * Reads a stream of bytes, for one subscriber. The items are the subscriber's own. It is called
   * on the event thread, or within its {@code request}.
   */
  public static Flow.Publisher<ByteBuffer> bytes(MessagePortMain port) {
    return StreamEnds.bytes(port);
  }

  /**
   * Reads a stream of values, for one subscriber, as {@link #bytes}.
   *
   * @param type what each chunk becomes by {@link JsToJava}; {@code Object} for the types of {@code
   *     dev.valence.ipc.value}. A chunk that is no such thing, or null, fails the stream
   */
  public static <T> Flow.Publisher<T> publisher(MessagePortMain port, Class<T> type) {
    @SuppressWarnings("unchecked") // What is made for a class is an instance of it, or its box.
    Flow.Publisher<T> publisher = (Flow.Publisher<T>) StreamEnds.publisher(port, type);
    return publisher;
  }
}
