package dev.valence.interception;

import dev.valence.webrequest.WebRequestFilter;
import java.util.List;

/**
 * The interceptors of a session, in order, and its observers. Any thread; a change counts for the
 * next question of each request.
 *
 * <p>On the way out a request meets the listener of {@code webRequest.onBeforeSendHeaders} first,
 * then the interceptors in order. A response meets them in the opposite order: the last interceptor
 * first, {@code onHeadersReceived} at the end. Redirects and answers out of the cache meet them
 * too. What one interceptor answers, the ones after it, and the network, do not see.
 *
 * <p>Messages of WebSockets meet them the same way: sent ones in order, received ones backwards.
 */
public interface Interceptors {
  /**
   * Adds an interceptor at the end.
   *
   * @throws IllegalArgumentException when it is there already
   */
  void add(Interceptor interceptor);

  /**
   * Adds an interceptor at a place.
   *
   * @param index 0 for the front, {@code list().size()} for the end
   * @throws IllegalArgumentException when it is there already
   * @throws IndexOutOfBoundsException when there is no such place
   */
  void add(int index, Interceptor interceptor);

  /**
   * Takes an interceptor away. A question that it has not answered yet it may still answer.
   *
   * @return whether it was there
   */
  boolean remove(Interceptor interceptor);

  /** Takes all interceptors away; observers stay. */
  void clear();

  /** The interceptors, in order. */
  List<Interceptor> list();

  /**
   * Lets an observer see requests. No request ever waits for it: where it is more than {@value
   * #MOST_WAITING} events behind, events are dropped and counted.
   */
  Observation observe(WebRequestFilter filter, TrafficObserver observer);

  /** So many events may wait for one observer. */
  int MOST_WAITING = 10_000;

  /** An observer at work. */
  interface Observation extends AutoCloseable {
    /** How many events were dropped. */
    long dropped();

    /** The observer sees no more. */
    @Override
    void close();
  }
}
