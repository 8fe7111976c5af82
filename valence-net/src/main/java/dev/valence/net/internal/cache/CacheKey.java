package dev.valence.net.internal.cache;

import dev.valence.net.url.Url;

/**
 * Under which name responses are stored.
 *
 * @param partition the network partition: the sites of the top-level page and of the frame that
 *     asked, or empty for requests of the application itself
 * @param url without its fragment
 */
public record CacheKey(String partition, String url) {
  public static CacheKey of(String partition, Url url) {
    String href = url.href();
    int fragment = href.indexOf('#');
    return new CacheKey(partition, fragment < 0 ? href : href.substring(0, fragment));
  }
}
