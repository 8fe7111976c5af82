package dev.valence.net.interception;

import dev.valence.net.NetException;
import dev.valence.net.url.Url;

/**
 * The answer when a hop begins. Any thread; the first call counts, and each tells whether it did.
 */
public interface RequestDecision {
  /** The hop goes on as it is. */
  boolean proceed();

  /** The hop goes on with an empty body: its own was read by whoever watches. */
  boolean proceedWithoutBody();

  /**
   * The request goes to another URL, by an internal redirect (307); the hop itself is never sent.
   */
  boolean redirect(Url to);

  /** The request fails. */
  boolean fail(NetException reason);
}
