package dev.valence.ipc.internal.service;

import dev.valence.ipc.internal.stream.StreamEnds;
import dev.valence.ipc.mapping.KnownTypes;
import dev.valence.ipc.mapping.TypeUse;
import dev.valence.ipc.port.MessagePortMain;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Parameters and results that are streams: they travel over message ports. */
final class StreamType {
  private StreamType() {}

  /** Whether a type is one. */
  static boolean is(TypeUse type) {
    return type.raw() == InputStream.class || type.raw() == Flow.Publisher.class;
  }

  /**
   * Refuses streams of what has no counterpart.
   *
   * @throws dev.valence.ipc.mapping.ValueMappingException naming the class
   */
  static void requireKnown(TypeUse type) {
    if (type.raw() == Flow.Publisher.class) {
      KnownTypes.require(type.argument(0));
    }
  }

  /** Writes a stream of this side to a port. */
  static void send(Object source, MessagePortMain port) {
    if (source instanceof InputStream bytes) {
      StreamEnds.send(bytes, port);
    } else {
      StreamEnds.send((Flow.Publisher<?>) source, port);
    }
  }

  /** The stream that comes over a port. */
  static Object receive(TypeUse type, MessagePortMain port) {
    if (type.raw() == InputStream.class) {
      return StreamEnds.inputStream(port);
    }
    TypeUse item = type.argument(0);
    return item.raw() == ByteBuffer.class
        ? StreamEnds.bytes(port)
        : StreamEnds.publisher(port, item);
  }
}
