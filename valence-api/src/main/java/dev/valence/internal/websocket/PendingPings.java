package dev.valence.internal.websocket;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Pings that wait for their pong. Not safe for threads. */
final class PendingPings {
  private record Pending(long number, CompletableFuture<Void> pong) {}

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private long next = 1;

  /** The payload of a further ping, whose pong completes the future. */
  byte[] add(CompletableFuture<Void> pong) {
    long number = next++;
    pending.add(new Pending(number, pong));
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /**
   * A pong has come: those it answers. RFC 6455 §5.5.3: of several pings the server may answer the
   * last alone.
   */
  List<CompletableFuture<Void>> answeredBy(byte[] payload) {
    long number = payload.length == Long.BYTES ? ByteBuffer.wrap(payload).getLong() : 0;
    List<CompletableFuture<Void>> answered = new ArrayList<>();
    if (number > 0 && number < next) {
      Pending first = pending.peek();
      while (first != null && first.number() <= number) {
        answered.add(first.pong());
        pending.remove();
        first = pending.peek();
      }
    }
    return answered;
  }

  /** Those that nobody will answer. */
  List<CompletableFuture<Void>> giveUp() {
    List<CompletableFuture<Void>> lost = new ArrayList<>();
    pending.forEach(each -> lost.add(each.pong()));
    pending.clear();
    return lost;
  }
}
