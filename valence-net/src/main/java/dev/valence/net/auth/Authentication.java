package dev.valence.net.auth;

import dev.valence.net.internal.auth.AmbientHosts;
import dev.valence.net.internal.auth.AuthContext;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The logins of one network context. Any thread. */
public final class Authentication {
  private final AuthContext context;
  private final Runnable onCleared;

  /**
   * Made by the network context.
   *
   * @param onCleared runs on the network thread when logins are forgotten: connections that are
   *     logged in must not serve on
   */
  public Authentication(AuthContext context, Runnable onCleared) {
    this.context = context;
    this.onCleared = onCleared;
  }

  /**
   * Forgets every login, and closes the idle connections that are logged in. Requests under way
   * finish with what they have.
   */
  public CompletableFuture<Void> clearCache() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context
        .loop()
        .execute(
            () -> {
              context.cache().removeIf(place -> true);
              onCleared.run();
              done.complete(null);
            });
    return done;
  }

  /**
   * Where the user's log-in to the system may be used without asking: a list such as {@code
   * *example.com, *foobar.com}; {@code *} means everywhere, the empty list nowhere, which is the
   * default.
   *
   * @throws IllegalArgumentException naming the pattern that cannot be read
   */
  public void allowAmbientCredentials(String domains) {
    context.ambient(AmbientHosts.parse(domains));
  }

  /** The schemes that later challenges may be answered with; all by default. */
  public void allowSchemes(Set<AuthScheme> schemes) {
    context.allow(schemes);
  }

  /** The same for proxies alone, until {@link #allowSchemes} is called again. */
  public void allowProxySchemes(Set<AuthScheme> schemes) {
    context.allowAtProxies(schemes);
  }

  /**
   * Whom requests ask that have nobody of their own; null for nobody, the default. It is called on
   * the network thread and must not block.
   */
  public void provider(@Nullable LoginProvider provider) {
    context.provider(provider);
  }
}
