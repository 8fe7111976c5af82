package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.tls.ClientCertificateChooser;
import dev.valence.net.tls.ClientCertificateQuestion;
import dev.valence.net.tls.ClientCertificateRule;
import dev.valence.net.tls.ClientIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Which identity to show to which server, as Chromium's {@code SSLClientAuthCache}: asked once for
 * a host and port, and kept. Connections that come while the answer is out wait for the same one.
 * Thread-safe.
 */
final class ClientCertificateChoices {
  private static final int MAX_SERVERS = 1024;

  private record Server(String host, int port) {}

  private final List<ClientCertificateRule> rules;
  private final @Nullable ClientCertificateChooser chooser;

  // Guarded by itself.
  private final Map<Server, CompletableFuture<Optional<ClientIdentity>>> chosen =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<Server, CompletableFuture<Optional<ClientIdentity>>> eldest) {
          return size() > MAX_SERVERS;
        }
      };

  ClientCertificateChoices(
      List<ClientCertificateRule> rules, @Nullable ClientCertificateChooser chooser) {
    this.rules = rules;
    this.chooser = chooser;
  }

  /**
   * The identity for a server; null to show none. Waits for the chooser.
   *
   * @param scope the handshake that asks; when it ends, the waiting does
   * @throws NetException when the chooser cancels, or the handshake ends first
   */
  @Nullable ClientIdentity choose(
      String host, int port, List<X500Principal> issuers, @Nullable HandshakeScope scope)
      throws NetException {
    List<ClientIdentity> fitting = fitting(host, issuers);
    ClientCertificateChooser asked = chooser;
    if (asked == null) {
      return fitting.isEmpty() ? null : fitting.get(0);
    }
    Server server = new Server(host, port);
    CompletableFuture<Optional<ClientIdentity>> fresh = new CompletableFuture<>();
    CompletableFuture<Optional<ClientIdentity>> earlier;
    synchronized (chosen) {
      earlier = chosen.putIfAbsent(server, fresh);
    }
    if (earlier == null) {
      ask(asked, new Question(server, issuers, fitting, fresh));
    }
    return await(earlier == null ? fresh : earlier, host, scope);
  }

  private void ask(ClientCertificateChooser asked, Question question) {
    try {
      asked.choose(question);
    } catch (RuntimeException e) {
      question.fail(e);
    }
  }

  private static @Nullable ClientIdentity await(
      CompletableFuture<Optional<ClientIdentity>> answer,
      String host,
      @Nullable HandshakeScope scope)
      throws NetException {
    try {
      if (scope != null) {
        CompletableFuture.anyOf(answer, scope.over()).join();
        if (!answer.isDone()) {
          throw new NetException(
              NetError.SSL_CLIENT_AUTH_CERT_NEEDED,
              host + " hung up before a client certificate was chosen",
              null);
        }
      }
      return answer.join().orElse(null);
    } catch (CompletionException e) {
      throw e.getCause() instanceof NetException refusal
          ? refusal
          : new NetException(NetError.SSL_CLIENT_AUTH_CERT_NEEDED, e.getCause());
    }
  }

  /** The server did not like what it was shown: the next connection asks anew. */
  void forget(String host, int port) {
    synchronized (chosen) {
      CompletableFuture<?> answer = chosen.get(new Server(host, port));
      if (answer != null && answer.isDone()) {
        chosen.remove(new Server(host, port));
      }
    }
  }

  /**
   * The identities for a host that one of these authorities, or any where none is named, issued.
   */
  private List<ClientIdentity> fitting(String host, List<X500Principal> issuers) {
    List<ClientIdentity> fitting = new ArrayList<>();
    for (ClientCertificateRule rule : rules) {
      ClientIdentity identity = rule.identity();
      boolean issued =
          issuers.isEmpty()
              || identity.chain().stream()
                  .anyMatch(certificate -> issuers.contains(certificate.getIssuerX500Principal()));
      if (issued && rule.covers(host) && !fitting.contains(identity)) {
        fitting.add(identity);
      }
    }
    return fitting;
  }

  private final class Question implements ClientCertificateQuestion {
    private final Server server;
    private final List<X500Principal> issuers;
    private final List<ClientIdentity> identities;
    private final CompletableFuture<Optional<ClientIdentity>> answer;

    Question(
        Server server,
        List<X500Principal> issuers,
        List<ClientIdentity> identities,
        CompletableFuture<Optional<ClientIdentity>> answer) {
      this.server = server;
      this.issuers = issuers;
      this.identities = List.copyOf(identities);
      this.answer = answer;
    }

    @Override
    public String host() {
      return server.host();
    }

    @Override
    public int port() {
      return server.port();
    }

    @Override
    public List<X500Principal> issuers() {
      return issuers;
    }

    @Override
    public List<ClientIdentity> identities() {
      return identities;
    }

    @Override
    public boolean choose(@Nullable ClientIdentity identity) {
      return answer.complete(Optional.ofNullable(identity));
    }

    @Override
    public boolean cancel() {
      return fail(null);
    }

    boolean fail(@Nullable Throwable cause) {
      synchronized (chosen) {
        if (!answer.isDone()) {
          chosen.remove(server, answer);
        }
      }
      return answer.completeExceptionally(
          new NetException(
              NetError.SSL_CLIENT_AUTH_CERT_NEEDED,
              server.host() + " asks for a client certificate, and the choice was cancelled",
              cause));
    }
  }
}
