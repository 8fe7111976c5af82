package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.tls.ClientIdentity;
import dev.valence.net.tls.TlsProvider;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Shows client certificates to the servers that ask for one, and knows which do. May wait for the
 * user, then not on a network thread. Thread-safe.
 */
final class ClientKeys extends X509ExtendedKeyManager {
  private static final int MAX_ALIASES = 256;
  private static final int MAX_SERVERS = 1024;

  private enum Shown {
    NOTHING,
    CERTIFICATE
  }

  private final @Nullable ClientCertificateChoices choices;
  private final TlsProvider provider;
  private final Map<String, Shown> askers = new ConcurrentHashMap<>();
  private final AtomicInteger lastAlias = new AtomicInteger();

  // Guarded by itself. The engines know keys by names.
  private final Map<String, ClientIdentity> aliases =
      new LinkedHashMap<>(4, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClientIdentity> eldest) {
          return size() > MAX_ALIASES;
        }
      };

  /** Keys for one provider; without choices no certificate is shown. */
  ClientKeys(@Nullable ClientCertificateChoices choices, TlsProvider provider) {
    this.choices = choices;
    this.provider = provider;
  }

  /** Whether the server asked for a certificate in the last handshake that came so far. */
  boolean wereAskedBy(String host, int port) {
    return askers.containsKey(host + ":" + port);
  }

  /** Whether the server was shown one. */
  boolean wereShownTo(String host, int port) {
    return askers.get(host + ":" + port) == Shown.CERTIFICATE;
  }

  /** The server refused what it was shown. */
  void forget(String host, int port) {
    if (choices != null) {
      choices.forget(host, port);
    }
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    String host = String.valueOf(engine.getPeerHost());
    int port = engine.getPeerPort();
    HandshakeScope scope = HandshakeScope.current();
    tell(scope, NetLogEventType.SSL_CLIENT_CERT_REQUESTED, -1);
    ClientIdentity identity = null;
    try {
      if (choices != null) {
        identity = choices.choose(host, port, names(issuers), scope);
        check(identity);
      }
    } catch (NetException e) {
      if (scope != null) {
        scope.refuse(e);
      }
      // The engine takes no checked exception here; the handshake ends with the refusal.
      throw new IllegalStateException(e);
    }
    boolean shown = identity != null && fits(identity, keyTypes);
    note(host, port, shown ? Shown.CERTIFICATE : Shown.NOTHING);
    tell(
        scope,
        NetLogEventType.SSL_CLIENT_CERT_PROVIDED,
        shown && identity != null ? identity.chain().size() : 0);
    return shown && identity != null ? aliasOf(identity) : null;
  }

  private static void tell(@Nullable HandshakeScope scope, NetLogEventType type, int count) {
    if (scope != null && scope.log().isCapturing()) {
      scope
          .log()
          .event(
              type,
              fields -> {
                if (count >= 0) {
                  fields.put("cert_count", count);
                }
              });
    }
  }

  private void note(String host, int port, Shown shown) {
    if (askers.size() >= MAX_SERVERS) {
      askers.clear();
    }
    // JSSE asks once for each kind of key; one that fits is enough.
    askers.merge(
        host + ":" + port,
        shown,
        (before, now) -> choices == null ? now : before == Shown.CERTIFICATE ? before : now);
  }

  private void check(@Nullable ClientIdentity identity) throws NetException {
    if (identity != null
        && provider == TlsProvider.BORINGSSL
        && identity.key().getEncoded() == null) {
      throw new NetException(
          NetError.SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY,
          "the key of "
              + identity.certificate().getSubjectX500Principal()
              + " does not leave its key store, which BoringSSL needs; use TlsProvider.JSSE",
          null);
    }
  }

  private static boolean fits(ClientIdentity identity, String[] keyTypes) {
    String algorithm = identity.certificate().getPublicKey().getAlgorithm();
    // EC_EC and EC_RSA are EC keys by the kind of their issuer's signature.
    return Arrays.stream(keyTypes)
        .anyMatch(
            type ->
                type.startsWith(algorithm)
                    || (algorithm.equals("EdDSA") && type.startsWith("Ed"))
                    || (algorithm.equals("Ed25519") && type.startsWith("Ed")));
  }

  private static List<X500Principal> names(Principal @Nullable [] issuers) {
    List<X500Principal> names = new ArrayList<>();
    for (Principal issuer : issuers == null ? new Principal[0] : issuers) {
      if (issuer instanceof X500Principal name) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  private String aliasOf(ClientIdentity identity) {
    synchronized (aliases) {
      for (Map.Entry<String, ClientIdentity> entry : aliases.entrySet()) {
        if (entry.getValue() == identity) {
          return entry.getKey();
        }
      }
      String alias = "identity-" + lastAlias.incrementAndGet();
      aliases.put(alias, identity);
      return alias;
    }
  }

  private @Nullable ClientIdentity identity(String alias) {
    synchronized (aliases) {
      return aliases.get(alias);
    }
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    ClientIdentity identity = identity(alias);
    return identity == null ? null : identity.chain().toArray(new X509Certificate[0]);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    ClientIdentity identity = identity(alias);
    return identity == null ? null : identity.key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
