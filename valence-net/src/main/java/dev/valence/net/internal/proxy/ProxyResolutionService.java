package dev.valence.net.internal.proxy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkContext;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.pac.PacDns;
import dev.valence.net.internal.pac.PacLimits;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyCredentialsProvider;
import dev.valence.net.proxy.ProxyExplanation;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyMode;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.proxy.ProxyService;
import dev.valence.net.url.Url;
import dev.valence.net.url.UrlSetters;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of one network context (Chromium's {@code ConfiguredProxyResolutionService}): turns
 * the configuration in force into a {@link ProxySource}, and asks it. Confined to the network
 * thread, but for the methods of {@link ProxyService}.
 */
public final class ProxyResolutionService implements ProxyService, ProxyResolver {
  private static final Duration FETCH_LIMIT = Duration.ofSeconds(30);

  private final ProxySurroundings around;
  private final ProxyRetryInfo retryInfo;
  private final Set<Asked> asked = new LinkedHashSet<>();
  private volatile ProxyConfig config;
  private @Nullable ProxySource source;
  private boolean shutDown;

  ProxyResolutionService(ProxySurroundings around, ProxyConfig config) {
    this.around = around;
    this.config = config;
    this.retryInfo = new ProxyRetryInfo(around.nanoTime());
  }

  /**
   * The service of a context. Nothing is read before the first question.
   *
   * @param bareContext makes a network without proxies on the same loop, to fetch scripts
   */
  public static ProxyResolutionService create(
      EventLoop loop,
      Executor blocking,
      NetLog netLog,
      PacDns dns,
      Supplier<NetworkContext> bareContext,
      ProxyConfig config) {
    return new ProxyResolutionService(
        new ProxySurroundings(
            loop,
            blocking,
            netLog,
            dns,
            new PacFetcher(loop, bareContext, FETCH_LIMIT),
            PacLimits.DEFAULT,
            Clock.systemDefaultZone(),
            System::nanoTime,
            HostProxySettings.INSTANCE),
        config);
  }

  // ---- The configuration

  @Override
  public ProxyConfig config() {
    return config;
  }

  @Override
  public CompletableFuture<Void> configure(ProxyConfig next) {
    config = next;
    CompletableFuture<Void> done = new CompletableFuture<>();
    onLoop(
        done,
        () -> {
          if (around.netLog().isCapturing()) {
            around
                .netLog()
                .newSource(NetLogSourceType.NONE)
                .event(
                    NetLogEventType.PROXY_CONFIG_CHANGED,
                    fields -> fields.put("new_config", next.toString()));
          }
          retryInfo.clear();
          ProxySource before = source;
          ProxySource fresh = open(next);
          source = fresh;
          fresh.start(() -> done.complete(null));
          if (before != null) {
            before.close();
          }
          // Who still waits for the old configuration gets the proxies of the new one.
          List.copyOf(asked).forEach(each -> each.ask(fresh));
        });
    return done;
  }

  private ProxySource open(ProxyConfig from) {
    BypassRules bypass = BypassRules.parse(from.proxyBypassRules());
    return switch (from.mode()) {
      case DIRECT -> RulesSource.direct("direct", null);
      case FIXED_SERVERS ->
          new RulesSource("rules", ProxyRules.parse(from.proxyRules()), bypass, null);
      case PAC_SCRIPT ->
          from.pacScript().isEmpty()
              ? RulesSource.direct("PAC script", "the mode is pac_script and there is no script")
              : new ScriptSource(
                  around, PacSource.of(from.pacScript()), bypass, from.pacMandatory());
      case AUTO_DETECT -> new ScriptSource(around, PacSource.WPAD, bypass, from.pacMandatory());
      case SYSTEM -> new SystemSource(around);
    };
  }

  /** The source of the configuration, made when it is first needed. */
  private ProxySource source() {
    ProxySource current = source;
    if (current == null) {
      current = open(config);
      source = current;
      current.start(() -> {});
    }
    return current;
  }

  @Override
  public CompletableFuture<Void> forceReload() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    onLoop(
        done,
        () -> {
          retryInfo.clear();
          source().reload(() -> done.complete(null));
        });
    return done;
  }

  /** Ends what goes on; questions fail. On the network thread. */
  public void shutDown() {
    shutDown = true;
    ProxySource current = source;
    if (current != null) {
      current.close();
    }
    NetException reason = new NetException(NetError.CONTEXT_SHUT_DOWN);
    List.copyOf(asked).forEach(each -> each.fail(reason));
  }

  // ---- Questions

  @Override
  public @Nullable ProxyList resolveNow(Url url) {
    ProxyList proxies = source().now(url);
    return proxies == null ? null : retryInfo.deprioritize(proxies);
  }

  @Override
  public Question resolve(Url url, NetLogWithSource log, Answer answer) {
    Asked question =
        new Asked(
            url,
            log,
            finding -> {
              ProxyList proxies = finding.proxies();
              if (proxies == null) {
                answer.onFailed(mandatoryFailed(finding));
              } else {
                answer.onProxies(retryInfo.deprioritize(proxies));
              }
            },
            answer::onFailed);
    question.begin();
    return question;
  }

  private static NetException mandatoryFailed(ProxyFinding finding) {
    return new NetException(
        NetError.MANDATORY_PROXY_CONFIGURATION_FAILED,
        finding.source() + ": " + finding.problem(),
        null);
  }

  @Override
  public CompletableFuture<ProxyList> resolve(Url url) {
    CompletableFuture<ProxyList> result = new CompletableFuture<>();
    onLoop(
        result,
        () ->
            resolve(
                url,
                around.netLog().newSource(NetLogSourceType.NONE),
                new Answer() {
                  @Override
                  public void onProxies(ProxyList proxies) {
                    result.complete(proxies);
                  }

                  @Override
                  public void onFailed(NetException error) {
                    result.completeExceptionally(error);
                  }
                }));
    return result;
  }

  @Override
  public CompletableFuture<ProxyExplanation> explain(Url url) {
    CompletableFuture<ProxyExplanation> result = new CompletableFuture<>();
    onLoop(
        result,
        () ->
            new Asked(
                    url,
                    around.netLog().newSource(NetLogSourceType.NONE),
                    finding -> result.complete(explanation(url, finding)),
                    result::completeExceptionally)
                .begin());
    return result;
  }

  private ProxyExplanation explanation(Url url, ProxyFinding finding) {
    ProxyList proxies = finding.proxies();
    ProxyMode mode = config.mode();
    return new ProxyExplanation(
        shown(url),
        mode,
        finding.source(),
        finding.rule(),
        finding.bypassRule(),
        finding.pacUrl(),
        finding.pacResult(),
        finding.problem(),
        proxies == null ? List.of() : retryInfo.deprioritize(proxies).servers(),
        retryInfo.entries().stream()
            .map(
                entry ->
                    new ProxyExplanation.BadProxy(
                        entry.proxy(), "ERR_" + entry.error().name(), retryInfo.secondsLeft(entry)))
            .toList());
  }

  private static String shown(Url url) {
    if (!url.hasCredentials()) {
      return url.href();
    }
    return UrlSetters.password(UrlSetters.username(url, ""), "").href();
  }

  // ---- Bad proxies, credentials

  @Override
  public void markBad(ProxyServer proxy, NetError error, NetLogWithSource log) {
    retryInfo.markBad(proxy, error);
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.PROXY_LIST_FALLBACK,
          fields -> fields.put("bad_proxy", proxy.toString()).put("net_error", error.code()));
    }
  }

  @Override
  public void credentials(ProxyServer proxy, Consumer<@Nullable ProxyCredentials> answer) {
    ProxyConfig current = config;
    ProxyCredentials given = current.credentialsFor(proxy);
    ProxyCredentials known = given != null ? given : source().credentials(proxy);
    ProxyCredentialsProvider provider = current.credentialsProvider();
    if (known != null || provider == null) {
      answer.accept(known);
      return;
    }
    CompletableFuture<@Nullable ProxyCredentials> asking;
    try {
      asking = provider.credentialsFor(proxy);
    } catch (RuntimeException e) {
      answer.accept(null);
      return;
    }
    asking.whenComplete(
        (found, failure) -> {
          if (around.loop().inEventLoop()) {
            answer.accept(found);
            return;
          }
          try {
            around.loop().execute(() -> answer.accept(found));
          } catch (RejectedExecutionException ended) {
            // The network has ended, and the request with it.
            return;
          }
        });
  }

  private void onLoop(CompletableFuture<?> result, Runnable task) {
    try {
      around
          .loop()
          .execute(
              () -> {
                if (shutDown) {
                  result.completeExceptionally(new NetException(NetError.CONTEXT_SHUT_DOWN));
                } else {
                  task.run();
                }
              });
    } catch (RejectedExecutionException ended) {
      result.completeExceptionally(new NetException(NetError.CONTEXT_SHUT_DOWN));
    }
  }

  /** A question until its answer; a new configuration answers it in place of the old one. */
  private final class Asked implements Question {
    private final Url url;
    private final NetLogWithSource log;
    private final Consumer<ProxyFinding> found;
    private final Consumer<NetException> failed;
    private @Nullable ProxySource answering;

    Asked(
        Url url,
        NetLogWithSource log,
        Consumer<ProxyFinding> found,
        Consumer<NetException> failed) {
      this.url = url;
      this.log = log;
      this.found = found;
      this.failed = failed;
    }

    void begin() {
      log.begin(NetLogEventType.PROXY_RESOLUTION_SERVICE);
      asked.add(this);
      ask(source());
    }

    void ask(ProxySource next) {
      answering = next;
      next.find(
          url,
          log,
          finding -> {
            if (answering == next && asked.remove(this)) {
              tell(finding);
            }
          });
    }

    private void tell(ProxyFinding finding) {
      if (log.isCapturing()) {
        ProxyList proxies = finding.proxies();
        log.event(
            NetLogEventType.PROXY_RESOLUTION_SERVICE_RESOLVED_PROXY_LIST,
            fields -> fields.put("pac_string", proxies == null ? "" : proxies.toPacString()));
      }
      log.end(NetLogEventType.PROXY_RESOLUTION_SERVICE);
      found.accept(finding);
    }

    void fail(NetException reason) {
      if (asked.remove(this)) {
        log.end(NetLogEventType.PROXY_RESOLUTION_SERVICE);
        failed.accept(reason);
      }
    }

    @Override
    public void cancel() {
      if (asked.remove(this)) {
        log.end(NetLogEventType.PROXY_RESOLUTION_SERVICE);
      }
    }
  }
}
