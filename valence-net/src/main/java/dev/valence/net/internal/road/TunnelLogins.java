package dev.valence.net.internal.road;

import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.internal.auth.AuthContext;
import dev.valence.net.internal.auth.AuthController;
import dev.valence.net.internal.auth.AuthPlace;
import dev.valence.net.internal.auth.AuthRequest;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.internal.tunnel.TunnelLogin;
import dev.valence.net.proxy.ProxyServer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request's login at one HTTP proxy that is asked for a tunnel. */
final class TunnelLogins implements TunnelLogin {
  private final Transaction transaction;
  private final AuthContext context;
  private final @Nullable ProxyResolver proxies;
  private final ProxyServer proxy;
  private final AuthController controller;
  private int question;

  TunnelLogins(
      Transaction transaction,
      AuthContext context,
      @Nullable ProxyResolver proxies,
      ProxyServer proxy) {
    this.transaction = transaction;
    this.context = context;
    this.proxies = proxies;
    this.proxy = proxy;
    this.controller = controller(transaction, context, proxy);
  }

  /** The login of a request at a proxy. */
  static AuthController controller(
      Transaction transaction, AuthContext context, ProxyServer proxy) {
    return new AuthController(
        context,
        AuthPlace.proxy(proxy),
        transaction.url().withoutCredentials(),
        null,
        transaction.log());
  }

  /** Gives the controller what the configuration has for the proxy, once; then goes on. */
  static void configure(
      AuthController controller,
      ProxyServer proxy,
      @Nullable ProxyResolver proxies,
      Runnable then) {
    if (proxies == null || !controller.wantsOwn()) {
      then.run();
      return;
    }
    proxies.credentials(
        proxy,
        found -> {
          controller.own(found == null ? null : AuthCredentials.of(found.user(), found.password()));
          then.run();
        });
  }

  boolean isFor(ProxyServer other) {
    return proxy.equals(other);
  }

  @Override
  public void authorization(String method, String target, Consumer<@Nullable String> answer) {
    int asked = ++question;
    controller.authorize(
        new AuthRequest(method, target, null, null),
        new AuthController.Outcome() {
          @Override
          public void onAuthorized(@Nullable String value) {
            if (asked == question) {
              answer.accept(value);
            }
          }

          @Override
          public void onFailed(NetException error) {
            if (asked == question) {
              answer.accept(null);
            }
          }
        });
  }

  @Override
  public void challenged(ResponseHead head, Consumer<Verdict> answer) {
    int asked = ++question;
    configure(
        controller,
        proxy,
        proxies,
        () -> {
          if (asked == question) {
            judge(head, asked, answer);
          }
        });
  }

  private void judge(ResponseHead head, int asked, Consumer<Verdict> answer) {
    switch (controller.challenged(head.headers())) {
      case DELIVER -> answer.accept(Verdict.DECLINED);
      case RETRY -> answer.accept(Verdict.REPEAT);
      case ASK -> {
        transaction.log().event(NetLogEventType.URL_REQUEST_DELEGATE_AUTH_REQUIRED);
        context
            .prompts()
            .ask(
                transaction.delegate(),
                controller.question(),
                credentials -> {
                  if (asked == question) {
                    boolean logsIn = credentials != null && controller.logIn(credentials);
                    answer.accept(logsIn ? Verdict.REPEAT : Verdict.DECLINED);
                  }
                });
      }
    }
  }

  @Override
  public void onNewConnection() {
    controller.onConnectionLost();
  }

  @Override
  public void cancel() {
    question++;
  }
}
