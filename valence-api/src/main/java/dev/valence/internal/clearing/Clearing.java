package dev.valence.internal.clearing;

import dev.valence.clearing.ClearDataOptions;
import dev.valence.clearing.ClearStorageDataOptions;
import dev.valence.clearing.DataType;
import dev.valence.clearing.StorageType;
import dev.valence.internal.download.DownloadsImpl;
import dev.valence.net.NetworkContext;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Clears what a session holds outside of pages. Kinds of data that only pages have are clear
 * already while there are none.
 */
public final class Clearing {
  private final NetworkContext context;
  private final DownloadsImpl downloads;

  public Clearing(NetworkContext context, DownloadsImpl downloads) {
    this.context = context;
    this.downloads = downloads;
  }

  /** As {@code Session.clearStorageData}. */
  public CompletableFuture<Void> storage(ClearStorageDataOptions options) {
    if (!options.storages().contains(StorageType.COOKIES)) {
      return CompletableFuture.completedFuture(null);
    }
    return removeCookies(ofOrigin(options.origin()));
  }

  /**
   * With an origin only the cookies of exactly that host go, as in Chromium ({@code
   * CookieDeletionInfo}): a cookie for a whole domain belongs to other origins, too.
   */
  private static Predicate<Cookie> ofOrigin(@Nullable Origin origin) {
    return origin == null
        ? cookie -> true
        : cookie ->
            !origin.isOpaque() && cookie.hostOnly() && cookie.domain().equals(origin.host());
  }

  /** As {@code Session.clearData}. */
  public CompletableFuture<Void> data(ClearDataOptions options) {
    DataFilter filter = DataFilter.of(options);
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    if (options.dataTypes().contains(DataType.COOKIES)) {
      parts.add(removeCookies(filter::matchesCookie));
      if (!options.avoidClosingConnections()) {
        parts.add(context.authentication().clearCache());
      }
    }
    if (options.dataTypes().contains(DataType.CACHE)) {
      parts.add(context.clearHsts(filter::matchesHost));
      parts.add(
          filter.matchesAll() ? context.cache().clear() : context.cache().clear(filter::matches));
    }
    if (options.dataTypes().contains(DataType.DOWNLOADS)) {
      // Of those that run, the entry is of use still; files stay in any case, as in Chromium.
      parts.add(downloads.clear(item -> filter.matchesHost(hostOf(item.getURL()))));
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
  }

  private static String hostOf(String url) {
    String host = Url.parse(url).host();
    return host == null ? "" : host;
  }

  private CompletableFuture<Void> removeCookies(Predicate<Cookie> condition) {
    return context.cookies().removeIf(condition).thenApply(count -> null);
  }

  /** As {@code Session.flushStorageData}: the writing begins, nobody waits for it. */
  public void flush() {
    var cookies = context.cookies().flush();
    var hosts = context.flush();
  }
}
