package dev.valence.net.proxy;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Knows users and passwords of proxies. Called on the event thread of the {@code Valence}. */
@FunctionalInterface
public interface ProxyCredentialsProvider {
  /**
   * A proxy asks who its user is.
   *
   * @return completes, now or later, with null where there are none; a failure counts as none
   */
  CompletableFuture<@Nullable ProxyCredentials> credentialsFor(ProxyServer proxy);
}
