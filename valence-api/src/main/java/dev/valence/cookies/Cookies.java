package dev.valence.cookies;

import dev.valence.event.Event;
import dev.valence.event.EventEmitter;
import dev.valence.event.EventType;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookieChangeCause;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.net.cookie.CookieFilter;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The cookies of one session. Any thread; futures complete on a thread of Valence's own. A failure
 * is a {@link dev.valence.net.cookie.CookieException} with Electron's text, or an {@code
 * IOException} when the session's file cannot be opened.
 */
public interface Cookies extends EventEmitter {
  /** Listener of {@link #CHANGED}. */
  @FunctionalInterface
  interface ChangedListener {
    /**
     * A cookie appeared or went.
     *
     * @param cause why
     * @param removed whether it went
     */
    void onChanged(Event event, Cookie cookie, CookieChangeCause cause, boolean removed);
  }

  /** A cookie appeared or went. */
  EventType<ChangedListener> CHANGED = EventType.of("changed");

  /** Every cookie. */
  CompletableFuture<List<Cookie>> get();

  /** The cookies that pass the filter. */
  CompletableFuture<List<Cookie>> get(CookieFilter filter);

  /** Sets a cookie. */
  CompletableFuture<Void> set(CookieDetails details);

  /** Removes the cookies of this name that a request to the URL would carry; none is no failure. */
  CompletableFuture<Void> remove(String url, String name);

  /**
   * Takes in the text of a Netscape cookie file, as curl and wget write it; cookies of the same
   * name, domain and path are replaced.
   *
   * @return how many cookies were stored; fails with a {@link
   *     dev.valence.net.cookie.CookieFileException} that names the first wrong line, and then
   *     nothing was stored
   */
  CompletableFuture<Integer> importNetscape(String text);

  /** The cookies as a Netscape cookie file. It has no place for SameSite and partitions. */
  CompletableFuture<String> exportNetscape();

  /**
   * Takes in cookies as JSON: an array, as {@link #exportJson} and browser extensions write it, or
   * Playwright's storage state.
   *
   * @return as {@link #importNetscape}
   */
  CompletableFuture<Integer> importJson(String text);

  /** The cookies as JSON; see {@link CookieJson}. */
  CompletableFuture<String> exportJson();

  /** Completes when every change made before is on the disk. */
  CompletableFuture<Void> flushStore();

  @Override
  <L> Cookies on(EventType<L> type, L listener);

  @Override
  <L> Cookies once(EventType<L> type, L listener);

  @Override
  <L> Cookies off(EventType<L> type, L listener);
}
