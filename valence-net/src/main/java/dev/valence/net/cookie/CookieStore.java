package dev.valence.net.cookie;

import dev.valence.net.cookie.internal.CookieDatabase;
import dev.valence.net.cookie.internal.HeaderText;
import dev.valence.net.site.PublicSuffixList;
import dev.valence.net.url.Url;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one session, by the rules of RFC 6265bis as Chromium keeps them, in memory and,
 * when a file is given, in SQLite.
 *
 * <p>Any thread may use it. It opens at once and loads in the background: methods that return a
 * future wait for that without holding a thread, and changes made meanwhile are applied on top of
 * what was loaded, in their order. Once {@link #isLoaded()}, no method but {@link #close()} blocks
 * on I/O, so a network event loop may call all of them.
 *
 * <p>A change is on the disk 100 ms after it was made, and survives a kill and a power cut from
 * then on; {@link #flush()} says when. Session cookies are not written.
 */
public final class CookieStore implements AutoCloseable {
  private static final Set<String> WEB_SCHEMES = Set.of("http", "https", "ws", "wss");

  private final CookieFactory factory;
  private final ChangeDispatch changes = new ChangeDispatch();
  private final CookieJar jar;
  private final @Nullable CookieDatabase database;
  private final LoadGate gate = new LoadGate();

  private CookieStore(Builder builder) {
    Set<String> schemes = new HashSet<>(WEB_SCHEMES);
    schemes.addAll(builder.extraSchemes);
    this.factory = new CookieFactory(builder.suffixes, schemes);
    this.database = builder.file == null ? null : new CookieDatabase(builder.file, builder.clock);
    this.jar = new CookieJar(new CookieIndex(builder.suffixes), builder.clock, changes, database);
  }

  /** Starts a store; without a file it lives in memory alone. */
  public static Builder builder() {
    return new Builder();
  }

  /** A store that leaves nothing behind. */
  public static CookieStore inMemory() {
    return builder().open();
  }

  private void load() {
    if (database == null) {
      gate.open();
    } else {
      database.start(this::restore, gate::fail, () -> jar.list(cookie -> !cookie.session()));
    }
  }

  private void restore(List<Cookie> cookies) {
    jar.restore(cookies);
    gate.open();
  }

  /** Whether everything that was on the disk is in memory. */
  public boolean isLoaded() {
    return gate.isLoaded();
  }

  /**
   * Completes when {@link #isLoaded()}; fails with an {@code IOException} that names the file when
   * it can't be opened. A damaged file is no failure: it is moved aside, and the store starts
   * empty.
   */
  public CompletableFuture<Void> loaded() {
    return gate.loaded();
  }

  /**
   * The value of the {@code Cookie} header of a request: longest paths first, then the oldest
   * cookies; empty when no cookie goes along. One char is one byte (ISO 8859-1), as in every header
   * field here: text outside ASCII is UTF-8 in it. Notes the access.
   *
   * @throws IllegalStateException before {@link #isLoaded()}
   */
  public String cookieHeaderFor(CookieAccess access) {
    gate.requireLoaded();
    return HeaderText.encode(jar.header(access));
  }

  /**
   * Why each cookie of the request's site does or does not go along, in header order. Changes
   * nothing.
   *
   * @throws IllegalStateException before {@link #isLoaded()}
   */
  public List<CookieDecision> explain(CookieAccess access) {
    gate.requireLoaded();
    return jar.explain(access);
  }

  /**
   * Stores the cookies of a response, in order, also before the store is loaded.
   *
   * @param setCookieLines the values of its {@code Set-Cookie} headers, one char a byte (ISO
   *     8859-1); bytes outside ASCII are read as UTF-8, and sent back unchanged if they are none
   * @param serverTime its {@code Date} header, by which {@code Expires} is corrected for a wrong
   *     clock; null when it had none
   */
  public void setFromResponse(
      CookieAccess access, List<String> setCookieLines, @Nullable Instant serverTime) {
    setFromResponse(access, setCookieLines, serverTime, result -> {});
  }

  /**
   * As {@link #setFromResponse(CookieAccess, List, Instant)}, and tells what became of each line.
   *
   * @param observer hears of each line, in order, before this method returns or, when the store is
   *     not loaded yet, when it is; must not throw
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The observer hears what the future would say.
  public void setFromResponse(
      CookieAccess access,
      List<String> setCookieLines,
      @Nullable Instant serverTime,
      Consumer<SetCookieResult> observer) {
    long now = jar.now();
    long server = serverTime == null ? now : Cookie.micros(serverTime);
    for (String line : setCookieLines) {
      SetCookieResult parsed = factory.fromHeader(access, HeaderText.decode(line), now, server);
      gate.call(
          () -> {
            observer.accept(store(parsed, access));
            return parsed;
          });
    }
  }

  private SetCookieResult store(SetCookieResult parsed, CookieAccess access) {
    Cookie cookie = parsed.cookie();
    if (cookie == null || !parsed.inclusion().isIncluded()) {
      return parsed;
    }
    CookieInclusion inclusion = jar.store(cookie, access.scope().maySeeSecure(), true);
    return new SetCookieResult(parsed.name(), inclusion, cookie);
  }

  /** The cookies that pass the filter, in header order; none for a URL that is none. */
  public CompletableFuture<List<Cookie>> get(CookieFilter filter) {
    return gate.call(() -> jar.list(matching(filter)));
  }

  private Predicate<Cookie> matching(CookieFilter filter) {
    if (filter.url() == null || filter.url().isEmpty()) {
      return filter::matches;
    }
    Url url = Url.tryParse(filter.url());
    if (url == null) {
      return cookie -> false;
    }
    Predicate<Cookie> sentTo = sentTo(url);
    return cookie -> filter.matches(cookie) && sentTo.test(cookie);
  }

  private Predicate<Cookie> sentTo(Url url) {
    UrlCookieScope scope = UrlCookieScope.of(url);
    long now = jar.now();
    return cookie ->
        CookieMatcher.forSending(cookie, scope, SameSiteContext.SAME_SITE_STRICT, now).isIncluded();
  }

  /**
   * Sets a cookie as the host application. Completes with the cookie when requests see it; fails
   * with a {@link CookieException} that carries Electron's text when it may not be stored.
   */
  public CompletableFuture<Cookie> set(CookieDetails details) {
    Cookie cookie;
    try {
      cookie = factory.fromDetails(details, jar.now());
    } catch (CookieException e) {
      return CompletableFuture.failedFuture(e);
    }
    // The URL was parsed a moment ago, so it is one.
    boolean maySeeSecure =
        UrlCookieScope.of(Url.parse(String.valueOf(details.url()))).maySeeSecure();
    return gate.call(
        () -> {
          CookieInclusion inclusion = jar.store(cookie, maySeeSecure, details.httpOnly());
          if (!inclusion.isIncluded()) {
            throw CookieException.notStored(inclusion);
          }
          return cookie;
        });
  }

  /**
   * Removes the cookies of a name that a request for the URL could carry. Completes with how many
   * there were; none is no error.
   */
  public CompletableFuture<Integer> remove(String url, String name) {
    Url parsed = Url.tryParse(url);
    return gate.call(
        () -> {
          if (parsed == null) {
            return 0;
          }
          Predicate<Cookie> sentTo = sentTo(parsed);
          return jar.removeIf(cookie -> cookie.name().equals(name) && sentTo.test(cookie));
        });
  }

  /** Removes the cookies that fulfil the condition; completes with how many. */
  public CompletableFuture<Integer> removeIf(Predicate<Cookie> condition) {
    return gate.call(() -> jar.removeIf(condition));
  }

  /**
   * Takes in cookies as they are, such as those of a file, replacing those of the same name, domain
   * and path; cookies whose time is over are passed over. Completes with how many were stored; when
   * one of them may not be stored ({@link ImportRules}), none is, and it fails with a {@link
   * CookieException}.
   */
  public CompletableFuture<Integer> importAll(Collection<Cookie> cookies) {
    List<Cookie> copies = List.copyOf(cookies);
    try {
      copies.forEach(ImportRules::requireStorable);
    } catch (CookieException e) {
      return CompletableFuture.failedFuture(e);
    }
    return gate.call(
        () -> {
          long now = jar.now();
          int stored = 0;
          for (Cookie cookie : copies) {
            if (!cookie.isExpiredAt(now) && jar.store(cookie, true, true).isIncluded()) {
              stored++;
            }
          }
          return stored;
        });
  }

  /**
   * Removes the cookies whose time is over, with their events; says how many. Access does so too:
   * this is for the owner's timer.
   */
  public int removeExpired() {
    return gate.isOpen() ? jar.removeExpired() : 0;
  }

  /** When {@link #removeExpired()} has something to do next; null when no cookie has an end. */
  public @Nullable Instant nextExpiry() {
    return jar.nextExpiry();
  }

  /** Completes when every change made before this call is durable. */
  public CompletableFuture<Void> flush() {
    if (database == null) {
      return gate.loaded();
    }
    CookieDatabase file = database;
    return gate.call(() -> file).thenCompose(CookieDatabase::flush);
  }

  public void addChangeListener(CookieChangeListener listener) {
    changes.add(listener);
  }

  public void removeChangeListener(CookieChangeListener listener) {
    changes.remove(listener);
  }

  /** Makes all changes durable and closes the file; waits for that. Later calls fail. */
  @Override
  public void close() {
    gate.close();
    if (database != null) {
      database.close();
      // A store that was closed while it was loading has let its waiting calls through by now.
      gate.close();
    }
  }

  /** Collects what a store needs. */
  public static final class Builder {
    private @Nullable Path file;
    private InstantSource clock = InstantSource.system();
    private PublicSuffixList suffixes = PublicSuffixList.bundled();
    private Set<String> extraSchemes = Set.of();

    private Builder() {}

    /** The SQLite file, made when it is not there, for the user alone. */
    public Builder file(Path file) {
      this.file = file;
      return this;
    }

    /** The clock; the system's by default. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /** The public suffixes; the bundled list by default. */
    public Builder publicSuffixes(PublicSuffixList suffixes) {
      this.suffixes = suffixes;
      return this;
    }

    /** Schemes besides http, https, ws and wss whose URLs may have cookies, in lower case. */
    public Builder cookieableSchemes(Set<String> schemes) {
      this.extraSchemes = Set.copyOf(schemes);
      return this;
    }

    /** Opens the store and starts to load it. */
    public CookieStore open() {
      CookieStore store = new CookieStore(this);
      store.load();
      return store;
    }
  }
}
