package dev.valence.net.cookie;

/**
 * Hears of every change of a {@link CookieStore}, one at a time and in the order of the changes.
 *
 * <p>Called on the thread that made the change or on another thread that is changing the store at
 * the same moment; no lock is held. It must return quickly: hand the work to a thread of its own.
 */
@FunctionalInterface
public interface CookieChangeListener {
  /**
   * One change.
   *
   * @param cookie the cookie that appeared or went
   * @param cause why
   * @param removed whether it went
   */
  void onChanged(Cookie cookie, CookieChangeCause cause, boolean removed);
}
