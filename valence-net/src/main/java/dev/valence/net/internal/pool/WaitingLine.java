package dev.valence.net.internal.pool;

import dev.valence.net.http.RequestPriority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a connection: the highest priority first, and within one priority who came
 * first.
 */
final class WaitingLine {
  private static final int PRIORITIES = RequestPriority.values().length;

  private final List<ArrayDeque<ConnectionWaiter>> lines = new ArrayList<>(PRIORITIES);
  private int size;

  WaitingLine() {
    for (int i = 0; i < PRIORITIES; i++) {
      lines.add(new ArrayDeque<>(2));
    }
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(ConnectionWaiter waiter) {
    lines.get(waiter.priority().ordinal()).addLast(waiter);
    size++;
  }

  void remove(ConnectionWaiter waiter) {
    if (lines.get(waiter.priority().ordinal()).remove(waiter)) {
      size--;
    }
  }

  @Nullable ConnectionWaiter first() {
    for (int i = PRIORITIES - 1; i >= 0; i--) {
      ConnectionWaiter first = lines.get(i).peekFirst();
      if (first != null) {
        return first;
      }
    }
    return null;
  }

  @Nullable ConnectionWaiter take() {
    if (size == 0) {
      return null;
    }
    for (int i = PRIORITIES - 1; i >= 0; i--) {
      ConnectionWaiter first = lines.get(i).pollFirst();
      if (first != null) {
        size--;
        return first;
      }
    }
    return null;
  }

  List<ConnectionWaiter> takeAll() {
    List<ConnectionWaiter> all = new ArrayList<>(size);
    for (ConnectionWaiter next = take(); next != null; next = take()) {
      all.add(next);
    }
    return all;
  }
}
