package dev.valence.net.internal.proxy;

import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the system, which become rules or scripts. Where they may change they are read
 * again, beside the requests, after ten seconds and when a request asks: Chromium's {@code
 * PollingProxyConfigService} has the same interval.
 */
final class SystemSource implements ProxySource {
  private static final long REREAD_NANOS = Duration.ofSeconds(10).toNanos();

  private enum Reading {
    NO,
    /** What is read tells changes. */
    POLL,
    /** Scripts are fetched anew even where the settings are the same. */
    RELOAD,
    /** What is being read may be older than the last call of {@link #reload}. */
    STALE
  }

  /** By identity: two requests may ask for one URL. */
  private static final class Question {
    private final Url url;
    private final NetLogWithSource log;
    private final Consumer<ProxyFinding> found;

    Question(Url url, NetLogWithSource log, Consumer<ProxyFinding> found) {
      this.url = url;
      this.log = log;
      this.found = found;
    }
  }

  private final ProxySurroundings around;
  private final Set<Question> asked = new LinkedHashSet<>();
  private final List<Runnable> ready = new ArrayList<>();
  private @Nullable SystemProxies settings;
  private @Nullable ProxySource inner;
  private Reading reading = Reading.NO;
  private boolean closed;
  private long nextRead;

  SystemSource(ProxySurroundings around) {
    this.around = around;
  }

  @Override
  public void start(Runnable whenReady) {
    ready.add(whenReady);
    SystemProxies now = around.system().readNow();
    if (now != null) {
      apply(now, false);
    } else {
      read(Reading.POLL);
    }
  }

  @Override
  public @Nullable ProxyList now(Url url) {
    rereadWhenDue();
    ProxySource source = inner;
    return source == null ? null : source.now(url);
  }

  @Override
  public void find(Url url, NetLogWithSource log, Consumer<ProxyFinding> found) {
    rereadWhenDue();
    Question question = new Question(url, log, found);
    asked.add(question);
    ask(question);
  }

  private void ask(Question question) {
    ProxySource source = inner;
    SystemProxies current = settings;
    if (source == null || current == null) {
      return;
    }
    source.find(
        question.url,
        question.log,
        finding -> {
          if (asked.remove(question)) {
            question.found.accept(finding.within("system: " + current.origin(), current.problem()));
          }
        });
  }

  @Override
  public void reload(Runnable done) {
    ready.add(done);
    SystemProxies now = around.system().readNow();
    if (now != null) {
      apply(now, true);
    } else if (reading == Reading.NO) {
      read(Reading.RELOAD);
    } else {
      reading = Reading.STALE;
    }
  }

  @Override
  public @Nullable ProxyCredentials credentials(ProxyServer proxy) {
    SystemProxies current = settings;
    return current == null ? null : current.credentials().get(proxy);
  }

  private void rereadWhenDue() {
    if (inner != null
        && reading == Reading.NO
        && around.system().mayChange()
        && around.nanoTime().getAsLong() - nextRead >= 0) {
      read(Reading.POLL);
    }
  }

  private void read(Reading how) {
    reading = how;
    around
        .system()
        .read(
            around.blocking(),
            read -> {
              try {
                around.loop().execute(() -> onRead(read));
              } catch (RejectedExecutionException ended) {
                // The network has ended; nobody asks any more.
                return;
              }
            });
  }

  private void onRead(SystemProxies read) {
    Reading was = reading;
    reading = Reading.NO;
    if (closed) {
      return;
    }
    if (was == Reading.STALE) {
      read(Reading.RELOAD);
    } else {
      apply(read, was == Reading.RELOAD);
    }
  }

  private void apply(SystemProxies read, boolean reload) {
    nextRead = around.nanoTime().getAsLong() + REREAD_NANOS;
    ProxySource before = inner;
    if (before != null && read.equals(settings)) {
      if (reload) {
        before.reload(this::tellReady);
      }
      return;
    }
    settings = read;
    ProxySource fresh = open(read);
    inner = fresh;
    fresh.start(this::tellReady);
    if (before != null) {
      before.close();
    }
    // Who still waits for a script of the old settings gets the proxies of the new ones.
    List.copyOf(asked).forEach(this::ask);
  }

  private ProxySource open(SystemProxies from) {
    ProxySource source = new RulesSource("rules", from.rules(), from.bypass(), null);
    boolean hasRules = !from.rules().isEmpty();
    // The exceptions belong to the rules: a script decides by itself.
    BypassRules none = BypassRules.parse("");
    for (int i = from.scripts().size() - 1; i >= 0; i--) {
      ScriptSource script = new ScriptSource(around, from.scripts().get(i), none, false);
      source =
          hasRules || i < from.scripts().size() - 1 ? new FallbackSource(script, source) : script;
    }
    return source;
  }

  private void tellReady() {
    List<Runnable> all = List.copyOf(ready);
    ready.clear();
    all.forEach(Runnable::run);
  }

  @Override
  public void close() {
    closed = true;
    asked.clear();
    ProxySource source = inner;
    if (source != null) {
      source.close();
    }
    tellReady();
  }
}
