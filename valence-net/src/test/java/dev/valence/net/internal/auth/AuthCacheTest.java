package dev.valence.net.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import org.junit.jupiter.api.Test;

class AuthCacheTest {
  private static final AuthCredentials ANN = AuthCredentials.of("ann", "1");
  private static final AuthCredentials BOB = AuthCredentials.of("bob", "2");

  private final AuthCache cache = new AuthCache();
  private final AuthPlace server = new AuthPlace(AuthTarget.SERVER, "https", "a.example", 443);
  private final AuthPlace proxy = new AuthPlace(AuthTarget.PROXY, "https", "a.example", 443);

  private AuthCache.Entry put(AuthPlace place, String realm, AuthCredentials who, String path) {
    return cache.put(place, realm, AuthScheme.BASIC, Challenge.of("Basic"), who, path);
  }

  @Test
  void serversAndProxiesAreApart() {
    put(server, "r", ANN, "/");

    assertThat(cache.find(proxy, "r", AuthScheme.BASIC)).isNull();
    assertThat(cache.findByPath(proxy, "/")).isNull();
    assertThat(cache.find(server, "r", AuthScheme.DIGEST)).isNull();
    assertThat(cache.find(server, "other", AuthScheme.BASIC)).isNull();
  }

  @Test
  void theNearestFolderWins() {
    AuthCache.Entry all = put(server, "all", ANN, "/index.html");
    AuthCache.Entry inner = put(server, "inner", BOB, "/a/b/page");

    assertThat(cache.findByPath(server, "/a/b/c/d")).isSameAs(inner);
    assertThat(cache.findByPath(server, "/a/b/")).isSameAs(inner);
    assertThat(cache.findByPath(server, "/a/b")).isSameAs(all);
    assertThat(cache.findByPath(server, "/a/bc/d")).isSameAs(all);
  }

  @Test
  void aPathOutsideIsNotSentALogin() {
    put(server, "r", ANN, "/private/page");

    assertThat(cache.findByPath(server, "/public/page")).isNull();
    assertThat(cache.findByPath(server, "/private/other")).isNotNull();
  }

  @Test
  void aProxyHasNoPaths() {
    put(proxy, "r", ANN, "");

    assertThat(cache.findByPath(proxy, "")).isNotNull();
  }

  @Test
  void logInsOfConnectionsAreNotSentUnasked() {
    cache.put(server, "", AuthScheme.NTLM, Challenge.of("NTLM"), ANN, "/");

    assertThat(cache.findByPath(server, "/")).isNull();
    assertThat(cache.find(server, "", AuthScheme.NTLM)).isNotNull();
  }

  @Test
  void aRefusedLoginGoesUnlessAnotherTookItsPlace() {
    put(server, "r", BOB, "/");
    cache.removeRefused(server, "r", AuthScheme.BASIC, ANN);
    assertThat(cache.size()).isEqualTo(1);

    cache.removeRefused(server, "r", AuthScheme.BASIC, BOB);
    assertThat(cache.isEmpty()).isTrue();
  }

  @Test
  void itIsBounded() {
    for (int i = 0; i < AuthCache.MOST_ENTRIES * 3; i++) {
      put(server, "r" + i, ANN, "/" + i + "/");
      put(server, "kept", BOB, "/kept/" + i + "/x");
    }

    assertThat(cache.size()).isEqualTo(AuthCache.MOST_ENTRIES);
    assertThat(cache.find(server, "r0", AuthScheme.BASIC)).isNull();
    assertThat(cache.findByPath(server, "/kept/0/x")).isNull();
    assertThat(cache.findByPath(server, "/kept/59/x")).isNotNull();
  }

  @Test
  void aNewChallengeCountsFromOne() {
    Challenge first = Challenge.of("Digest");
    AuthCache.Entry entry = cache.put(server, "r", AuthScheme.DIGEST, first, ANN, "/");
    assertThat(entry.nextNonceCount()).isEqualTo(1);
    assertThat(cache.put(server, "r", AuthScheme.DIGEST, first, ANN, "/").nextNonceCount())
        .isEqualTo(2);

    cache.renewChallenge(server, "r", AuthScheme.DIGEST, Challenge.of("Digest"));
    assertThat(entry.nextNonceCount()).isEqualTo(1);
  }
}
