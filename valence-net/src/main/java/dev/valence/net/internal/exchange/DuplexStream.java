package dev.valence.net.internal.exchange;

import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Bytes both ways between this side and a server that have agreed to speak another protocol: a
 * whole connection, or one stream of an HTTP/2 connection. Confined to the network thread.
 */
public interface DuplexStream {
  /** Who speaks the other protocol. */
  interface Reader {
    /** The stream is there; the first call. */
    void onOpen(DuplexStream stream);

    /** Bytes of the server; owned by the reader. Not while reading is off. */
    void onBytes(ByteBuf bytes);

    /** The stream takes bytes again. */
    void onWritable();

    /**
     * Nothing more comes; called once at the most, and never after {@link DuplexStream#close}.
     *
     * @param failure null where the server has ended the stream in order
     */
    void onEnd(@Nullable NetException failure);
  }

  /** Hears what became of bytes that were written. */
  @FunctionalInterface
  interface Sent {
    /**
     * They were handed to the operating system, or never will be.
     *
     * @param failure why not; null where they were
     */
    void done(@Nullable NetException failure);
  }

  /** What runs tasks on the network thread. */
  EventExecutor loop();

  ByteBufAllocator alloc();

  /** Whether it is wise to write more; see {@link Reader#onWritable}. */
  boolean isWritable();

  /** Sends bytes, which are owned by the stream from now on, with the next {@link #flush}. */
  void write(ByteBuf bytes, Sent sent);

  void flush();

  /** Whether bytes of the server are wanted; at the beginning they are. */
  void reading(boolean wanted);

  /** Ends it, after what was written. What was read and not delivered is dropped. */
  void close();
}
