package dev.valence.internal.webrequest;

import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.interception.HeadersDecision;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listener's answer about the head of a hop, after which interceptors may be asked. */
final class HeadersAnswer {
  private final HeadersDecision decision;
  private final @Nullable Consumer<@Nullable HeaderList> chain;
  private final AtomicBoolean given = new AtomicBoolean();

  /**
   * An answer.
   *
   * @param chain goes on with the fields that the listener gave; null where nobody else is asked
   */
  HeadersAnswer(HeadersDecision decision, @Nullable Consumer<@Nullable HeaderList> chain) {
    this.decision = decision;
    this.chain = chain;
  }

  /** Whether it is the first answer; null leaves the fields. */
  boolean proceed(@Nullable HeaderList headers) {
    Consumer<@Nullable HeaderList> next = chain;
    if (next == null) {
      return decision.proceed(headers, null);
    }
    boolean first = given.compareAndSet(false, true);
    if (first) {
      next.accept(headers);
    }
    return first;
  }

  /** Whether it is the first answer. */
  boolean fail(NetException reason) {
    if (chain != null && !given.compareAndSet(false, true)) {
      return false;
    }
    return decision.fail(reason);
  }
}
