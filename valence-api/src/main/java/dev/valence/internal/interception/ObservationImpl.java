package dev.valence.internal.interception;

import dev.valence.event.dispatch.EventThread;
import dev.valence.interception.Interceptors;
import dev.valence.interception.TrafficObserver;
import dev.valence.net.http.ResourceType;
import dev.valence.net.url.Url;
import dev.valence.webrequest.WebRequestFilter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** An observer at work: events go to the event thread, as many as may wait. */
final class ObservationImpl implements Interceptors.Observation {
  private final EventThread events;
  private final WebRequestFilter filter;
  private final TrafficObserver observer;
  private final Consumer<ObservationImpl> whenClosed;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closed;

  ObservationImpl(
      EventThread events,
      WebRequestFilter filter,
      TrafficObserver observer,
      Consumer<ObservationImpl> whenClosed) {
    this.events = events;
    this.filter = filter;
    this.observer = observer;
    this.whenClosed = whenClosed;
  }

  boolean wants(Url url, ResourceType type) {
    return filter.matches(url, type);
  }

  <D> void tell(D news, BiConsumer<TrafficObserver, D> call) {
    if (waiting.incrementAndGet() > Interceptors.MOST_WAITING) {
      waiting.decrementAndGet();
      dropped.incrementAndGet();
      return;
    }
    events.execute(
        () -> {
          waiting.decrementAndGet();
          if (closed) {
            return;
          }
          try {
            call.accept(observer, news);
          } catch (RuntimeException | Error e) {
            events.report("an observer of requests", e);
          }
        });
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    closed = true;
    whenClosed.accept(this);
  }
}
