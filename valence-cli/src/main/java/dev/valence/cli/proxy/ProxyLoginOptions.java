package dev.valence.cli.proxy;

import dev.valence.Session;
import dev.valence.cli.command.UserArgument;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.terminal.Terminal;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.proxy.ProxyMode;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who logs in at proxies that ask, and how. */
public final class ProxyLoginOptions {
  private static final String PASSWORD_VARIABLE = "VALENCE_PROXY_PASSWORD";

  @Option(
      names = {"-U", "--proxy-user"},
      paramLabel = "NAME[:PASSWORD]",
      description =
          "Log in as this user at the proxy. Without a password: the one in the variable"
              + " VALENCE_PROXY_PASSWORD; else it is asked for on the terminal.")
  @Nullable String user;

  @Option(names = "--proxy-basic", description = "Log in at the proxy by Basic only.")
  boolean basic;

  @Option(names = "--proxy-digest", description = "Log in at the proxy by Digest only.")
  boolean digest;

  @Option(names = "--proxy-ntlm", description = "Log in at the proxy by NTLM only.")
  boolean ntlm;

  @Option(
      names = "--proxy-negotiate",
      description =
          "Log in at the proxy by Negotiate (Kerberos) only; without --proxy-user by your ticket.")
  boolean negotiate;

  @Option(
      names = "--proxy-anyauth",
      description = "Log in at the proxy by any scheme. The default.")
  boolean any;

  /** Tells the session the schemes; after it was told those of servers. */
  public void apply(Session session) {
    Set<AuthScheme> named = schemes();
    session.setProxyAuthenticationSchemes(
        named.isEmpty() ? EnumSet.allOf(AuthScheme.class) : named);
  }

  /**
   * The configuration with the user.
   *
   * @param config null where the command line chooses no proxy
   */
  public @Nullable ProxyConfig withUser(@Nullable ProxyConfig config, Terminal terminal) {
    String given = user;
    if (given == null) {
      return config;
    }
    if (config != null && config.mode() == ProxyMode.DIRECT) {
      throw CommandFailure.usage("--proxy-user has nobody to log in at: --proxy \"\" is no proxy");
    }
    AuthCredentials login = UserArgument.read("--proxy-user", given, PASSWORD_VARIABLE, terminal);
    return (config == null ? ProxyConfig.system() : config)
        .toBuilder().credentials(login.username(), login.password()).build();
  }

  /** The schemes that were named; none for all. */
  private Set<AuthScheme> schemes() {
    EnumSet<AuthScheme> named = EnumSet.noneOf(AuthScheme.class);
    if (basic) {
      named.add(AuthScheme.BASIC);
    }
    if (digest) {
      named.add(AuthScheme.DIGEST);
    }
    if (ntlm) {
      named.add(AuthScheme.NTLM);
    }
    if (negotiate) {
      named.add(AuthScheme.NEGOTIATE);
    }
    if (any && !named.isEmpty()) {
      throw CommandFailure.usage("--proxy-anyauth and a single scheme contradict each other");
    }
    return named;
  }
}
