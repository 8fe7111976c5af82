package dev.valence.internal.interception;

import dev.valence.net.NetException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the program has been given and has not taken yet, in order, with what each is to the
 * network: interceptors change lengths, drop messages and add some. Any thread.
 */
final class TakenMessages {
  private static final int NOT_OF_THE_NETWORK = -1;

  /**
   * Something that the program was given.
   *
   * @param bytes with how many the network counts it; {@link #NOT_OF_THE_NETWORK} for not at all
   * @param done hears that it was taken
   */
  private record Given(int bytes, @Nullable Consumer<@Nullable NetException> done) {}

  private final IntConsumer consumed;
  private final ArrayDeque<Given> given = new ArrayDeque<>();

  TakenMessages(IntConsumer consumed) {
    this.consumed = consumed;
  }

  /**
   * A message of the network goes to the program as so many.
   *
   * @param bytes of the network's message
   */
  void delivered(int messages, int bytes) {
    if (messages == 0) {
      consumed.accept(bytes);
      return;
    }
    synchronized (this) {
      for (int i = 1; i < messages; i++) {
        given.add(new Given(NOT_OF_THE_NETWORK, null));
      }
      given.add(new Given(bytes, null));
    }
  }

  /** A message that an interceptor made goes to the program. */
  synchronized void injected(Consumer<@Nullable NetException> done) {
    given.add(new Given(NOT_OF_THE_NETWORK, done));
  }

  /** A ping or pong goes to the program, which may not want it. */
  synchronized boolean control(int bytes, BooleanSupplier give) {
    Given one = new Given(bytes, null);
    given.add(one);
    boolean wanted = give.getAsBoolean();
    if (!wanted) {
      given.removeLastOccurrence(one);
    }
    return wanted;
  }

  /** The program has taken the next. */
  void next() {
    Given first;
    synchronized (this) {
      first = given.poll();
    }
    if (first == null) {
      return;
    }
    if (first.bytes() != NOT_OF_THE_NETWORK) {
      consumed.accept(first.bytes());
    }
    if (first.done() != null) {
      first.done().accept(null);
    }
  }

  /** The connection has ended; what interceptors made is not known to be taken. */
  void end(NetException why) {
    List<Given> left;
    synchronized (this) {
      left = new ArrayList<>(given);
    }
    for (Given one : left) {
      if (one.done() != null) {
        one.done().accept(why);
      }
    }
  }
}
