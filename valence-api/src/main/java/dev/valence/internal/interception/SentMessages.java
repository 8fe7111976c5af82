package dev.valence.internal.interception;

import dev.valence.net.NetException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a program has sent and interceptors have let through, possibly as something else: it counts
 * as sent, with its own length, when all that was made of it is sent, and what was before it. Any
 * thread.
 */
final class SentMessages {
  /** One message of the program; hears of each message that was made of it. */
  final class Entry implements Consumer<@Nullable NetException> {
    private final int counted;
    private final Consumer<@Nullable NetException> done;

    // Guarded by the list.
    private int left;
    private @Nullable NetException failure;

    private Entry(int left, int counted, Consumer<@Nullable NetException> done) {
      this.left = left;
      this.counted = counted;
      this.done = done;
    }

    @Override
    public void accept(@Nullable NetException why) {
      synchronized (SentMessages.this) {
        left--;
        failure = failure == null ? why : failure;
      }
      tell();
    }
  }

  private final IntConsumer onSent;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  SentMessages(IntConsumer onSent) {
    this.onSent = onSent;
  }

  /**
   * A message goes on.
   *
   * @param messages how many were made of it
   * @param counted with how many bytes it counts
   */
  Entry add(int messages, int counted, Consumer<@Nullable NetException> done) {
    Entry entry = new Entry(messages, counted, done);
    synchronized (this) {
      entries.add(entry);
    }
    if (messages == 0) {
      tell();
    }
    return entry;
  }

  private void tell() {
    List<Entry> over = new ArrayList<>(1);
    synchronized (this) {
      for (Entry first = entries.peek(); first != null && first.left == 0; first = entries.peek()) {
        over.add(entries.remove());
      }
    }
    for (Entry entry : over) {
      if (entry.failure == null) {
        onSent.accept(entry.counted);
      }
      entry.done.accept(entry.failure);
    }
  }
}
