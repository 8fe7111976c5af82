package dev.valence.net.internal.auth;

import dev.valence.net.auth.AuthScheme;
import dev.valence.net.auth.LoginProvider;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What all logins of one network context share. Settings: any thread; the rest: its thread. */
public final class AuthContext {
  private final EventLoop loop;
  private final Executor blocking;
  private final AuthCache cache = new AuthCache();
  private final LoginPrompts prompts = new LoginPrompts(this);
  private volatile Set<AuthScheme> allowed = EnumSet.allOf(AuthScheme.class);
  private volatile Set<AuthScheme> allowedAtProxies = allowed;
  private volatile AmbientHosts ambient = AmbientHosts.NONE;
  private volatile @Nullable LoginProvider provider;

  /**
   * The logins of a context.
   *
   * @param blocking runs what waits for a KDC
   */
  public AuthContext(EventLoop loop, Executor blocking) {
    this.loop = loop;
    this.blocking = blocking;
  }

  public EventLoop loop() {
    return loop;
  }

  Executor blocking() {
    return blocking;
  }

  public AuthCache cache() {
    return cache;
  }

  public LoginPrompts prompts() {
    return prompts;
  }

  /** Whether there is no login that could be sent before it is asked for. */
  public boolean knowsNothing() {
    return cache.isEmpty();
  }

  /** At servers and proxies. */
  public void allow(Set<AuthScheme> schemes) {
    allowed = copy(schemes);
    allowedAtProxies = allowed;
  }

  public void allowAtProxies(Set<AuthScheme> schemes) {
    allowedAtProxies = copy(schemes);
  }

  private static Set<AuthScheme> copy(Set<AuthScheme> schemes) {
    EnumSet<AuthScheme> copy = EnumSet.noneOf(AuthScheme.class);
    copy.addAll(schemes);
    return copy;
  }

  boolean allows(AuthPlace place, AuthScheme scheme) {
    return (place.target() == AuthTarget.PROXY ? allowedAtProxies : allowed).contains(scheme);
  }

  public void ambient(AmbientHosts hosts) {
    ambient = hosts;
  }

  /** A proxy was configured, and may; a server must be named (Chromium's http_auth_preferences). */
  boolean mayUseAmbient(AuthPlace place) {
    return place.target() == AuthTarget.PROXY || ambient.contain(place);
  }

  public void provider(@Nullable LoginProvider newProvider) {
    provider = newProvider;
  }

  @Nullable LoginProvider provider() {
    return provider;
  }

  /** A client's nonce: 128 bits. */
  String newNonce() {
    return HexFormat.of().formatHex(randomBytes(16));
  }

  byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    Random.SOURCE.nextBytes(bytes);
    return bytes;
  }

  long nowMillis() {
    return System.currentTimeMillis();
  }

  /** Loaded by the first login that needs it. */
  private static final class Random {
    static final SecureRandom SOURCE = new SecureRandom();
  }
}
