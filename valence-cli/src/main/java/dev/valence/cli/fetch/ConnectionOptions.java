package dev.valence.cli.fetch;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.proxy.ProxyLoginOptions;
import dev.valence.cli.terminal.Terminal;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.tls.TlsSettings;
import dev.valence.net.url.Url;
import dev.valence.tls.CertificateVerifyCallback;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;

/** Whom to trust, who one is, and which way to go: of every command that connects to servers. */
public final class ConnectionOptions {
  @ArgGroup(validate = false, heading = "%nTLS:%n")
  TlsOptions tls = new TlsOptions();

  @ArgGroup(validate = false, heading = "%nLogging in:%n")
  LoginOptions login = new LoginOptions();

  @ArgGroup(validate = false, heading = "%nProxies:%n")
  ProxyOptions proxy = new ProxyOptions();

  @ArgGroup(validate = false, heading = "%nLogging in at proxies:%n")
  ProxyLoginOptions proxyLogin = new ProxyLoginOptions();

  /** For picocli. */
  public ConnectionOptions() {}

  /** Refuses what contradicts itself. */
  public void check() {
    tls.check();
  }

  /** What has to be known when the {@code Valence} is built. */
  public void apply(Valence.Builder builder) {
    TlsSettings settings = tls.settings();
    if (settings != null) {
      builder.tls(settings);
    }
  }

  /** The proxies, with their user; null where nothing is said of them. May ask on the terminal. */
  public @Nullable ProxyConfig proxies(Terminal terminal) {
    return proxyLogin.withUser(proxy.config(), terminal);
  }

  /**
   * Tells the session. May ask on the terminal.
   *
   * @param proxies of {@link #proxies}
   * @param urls whose hosts may be logged in at
   */
  public void apply(
      Session session, @Nullable ProxyConfig proxies, List<Url> urls, CommandContext context) {
    if (tls.insecure()) {
      context.terminal().err().println("valence: -k accepts any certificate of the server");
      session.setCertificateVerifyProc(
          (request, callback) -> callback.complete(CertificateVerifyCallback.ACCEPT));
    }
    login.apply(session, urls, context.terminal());
    proxyLogin.apply(session);
    if (proxies != null) {
      session.setProxy(proxies).join();
    }
  }
}
