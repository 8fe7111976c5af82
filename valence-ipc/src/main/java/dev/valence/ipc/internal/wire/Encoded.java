package dev.valence.ipc.internal.wire;

import java.nio.ByteBuffer;

/** A frame as bytes: its head with the length in front, and the payload, which is not copied. */
final class Encoded {
  private final byte[] head;
  private final Payload payload;

  Encoded(byte[] head, Payload payload) {
    this.head = head;
    this.payload = payload;
  }

  /** All bytes, those of the length included. */
  int size() {
    return head.length + payload.length();
  }

  /** Puts bytes from {@code from} on into a buffer, as many as it takes; returns how many. */
  int copyTo(ByteBuffer target, int from) {
    int count = 0;
    if (from < head.length) {
      count = Math.min(head.length - from, target.remaining());
      target.put(head, from, count);
    }
    int fromPayload = from + count - head.length;
    return fromPayload < 0 ? count : count + payload.copyTo(target, fromPayload);
  }
}
