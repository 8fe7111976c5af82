package dev.valence.cli.fetch;

import dev.valence.CredentialProvider;
import dev.valence.Session;
import dev.valence.cli.command.UserArgument;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.terminal.Terminal;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.url.Url;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who logs in at servers that ask, and how. */
public final class LoginOptions {
  private static final String PASSWORD_VARIABLE = "VALENCE_PASSWORD";

  @Option(
      names = {"-u", "--user"},
      paramLabel = "NAME[:PASSWORD]",
      description = {
        "Log in as this user where a URL's own host asks for it, by the strongest scheme it offers."
            + " Without a password: the one in the variable VALENCE_PASSWORD; else it is asked for"
            + " on the terminal."
      })
  @Nullable String user;

  @Option(names = "--basic", description = "Log in by Basic only.")
  boolean basic;

  @Option(names = "--digest", description = "Log in by Digest only.")
  boolean digest;

  @Option(names = "--ntlm", description = "Log in by NTLM only.")
  boolean ntlm;

  @Option(
      names = "--negotiate",
      description = "Log in by Negotiate (Kerberos) only; without --user by your ticket.")
  boolean negotiate;

  @Option(names = "--anyauth", description = "Log in by any scheme. The default.")
  boolean any;

  /** For picocli. */
  public LoginOptions() {}

  /** Tells the session. */
  public void apply(Session session, List<Url> urls, Terminal terminal) {
    Set<AuthScheme> schemes = schemes();
    if (!schemes.isEmpty()) {
      session.setAuthenticationSchemes(schemes);
    }
    Set<String> hosts =
        urls.stream().map(url -> String.valueOf(url.host())).collect(Collectors.toSet());
    String given = user;
    if (given != null) {
      session.setCredentialProvider(
          provider(UserArgument.read("--user", given, PASSWORD_VARIABLE, terminal), hosts));
    } else if (negotiate) {
      session.allowNTLMCredentialsForDomains(String.join(",", hosts));
    }
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
      throw CommandFailure.usage("--anyauth and a single scheme contradict each other");
    }
    return named;
  }

  /** As curl: a redirect to another host does not get the password. */
  private static CredentialProvider provider(AuthCredentials credentials, Set<String> hosts) {
    return challenge ->
        CompletableFuture.completedFuture(
            !challenge.isProxy() && challenge.firstAttempt() && hosts.contains(challenge.host())
                ? credentials
                : null);
  }
}
