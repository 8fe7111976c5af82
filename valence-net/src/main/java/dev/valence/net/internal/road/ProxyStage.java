package dev.valence.net.internal.road;

import dev.valence.net.NetException;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.proxy.ProxyList;
import org.jspecify.annotations.Nullable;

/** Finds the proxies of a hop; a repeated hop keeps those it has. */
final class ProxyStage implements Stage {
  private final @Nullable ProxyResolver resolver;

  /**
   * The stage.
   *
   * @param resolver null for a network without proxies
   */
  ProxyStage(@Nullable ProxyResolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public void send(Transaction transaction) {
    ProxyResolver asked = resolver;
    if (asked == null || transaction.route() != null) {
      transaction.proceed();
      return;
    }
    ProxyList proxies = asked.resolveNow(transaction.url());
    if (proxies == null) {
      new Question(transaction, asked).ask();
    } else {
      goOn(transaction, asked, proxies);
    }
  }

  private static void goOn(Transaction transaction, ProxyResolver resolver, ProxyList proxies) {
    if (proxies != ProxyList.DIRECT) {
      transaction.route(new RouteWalk(resolver, proxies, transaction.log()));
    }
    transaction.proceed();
  }

  /** May be answered before it has been asked in full. */
  private static final class Question implements ProxyResolver.Answer, Pending {
    private final Transaction transaction;
    private final ProxyResolver resolver;
    private ProxyResolver.@Nullable Question asked;
    private boolean answered;

    Question(Transaction transaction, ProxyResolver resolver) {
      this.transaction = transaction;
      this.resolver = resolver;
    }

    void ask() {
      asked = resolver.resolve(transaction.url(), transaction.log(), this);
      if (!answered) {
        transaction.waitFor(this);
      }
    }

    @Override
    public void onProxies(ProxyList proxies) {
      answered = true;
      goOn(transaction, resolver, proxies);
    }

    @Override
    public void onFailed(NetException error) {
      answered = true;
      transaction.fail(error);
    }

    @Override
    public void cancel(NetException reason) {
      if (asked != null) {
        asked.cancel();
      }
    }
  }
}
