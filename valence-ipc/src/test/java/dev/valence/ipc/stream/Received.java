package dev.valence.ipc.stream;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subscriber that asks only when the test does. */
final class Received<T> implements Flow.Subscriber<T> {
  final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  final CompletableFuture<Void> ended = new CompletableFuture<>();
  final LinkedBlockingQueue<T> items = new LinkedBlockingQueue<>();
  final List<String> signals = new CopyOnWriteArrayList<>();

  static <T> Received<T> from(Flow.Publisher<T> publisher) {
    Received<T> received = new Received<>();
    publisher.subscribe(received);
    return received;
  }

  T next() throws Exception {
    subscription.get(60, TimeUnit.SECONDS).request(1);
    T item = items.poll(60, TimeUnit.SECONDS);
    if (item == null) {
      throw new AssertionError("nothing came; " + signals);
    }
    return item;
  }

  Received<T> requestAll() {
    subscription.join().request(Long.MAX_VALUE);
    return this;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
  }

  @Override
  public void onNext(T item) {
    items.add(item);
  }

  @Override
  public void onError(Throwable thrown) {
    signals.add("error: " + thrown.getMessage());
    ended.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    signals.add("complete");
    ended.complete(null);
  }
}
