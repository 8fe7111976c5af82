package dev.valence.net.internal.proxy;

import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the system, which become rules or a script. Where they may change they are read
 * again, beside the requests, once a minute while there are any.
 */
final class SystemSource implements ProxySource {
  private static final long REREAD_NANOS = Duration.ofMinutes(1).toNanos();

  private record Question(Url url, NetLogWithSource log, Consumer<ProxyFinding> found) {}

  private final ProxySurroundings around;
  private final List<Question> waiting = new ArrayList<>();
  private final List<Runnable> ready = new ArrayList<>();
  private @Nullable SystemProxies settings;
  private @Nullable ProxySource inner;
  private boolean reading;
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
      apply(now);
    } else {
      read();
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
    ProxySource source = inner;
    SystemProxies current = settings;
    if (source == null || current == null) {
      waiting.add(new Question(url, log, found));
      return;
    }
    source.find(
        url,
        log,
        finding -> found.accept(finding.within("system: " + current.origin(), current.problem())));
  }

  @Override
  public void reload(Runnable done) {
    ready.add(done);
    SystemProxies now = around.system().readNow();
    ProxySource source = inner;
    if (now != null && source != null && now.equals(settings)) {
      source.reload(this::tellReady);
    } else if (now != null) {
      apply(now);
    } else {
      read();
    }
  }

  @Override
  public @Nullable ProxyCredentials credentials(ProxyServer proxy) {
    SystemProxies current = settings;
    return current == null ? null : current.credentials().get(proxy);
  }

  private void rereadWhenDue() {
    if (inner != null
        && !reading
        && around.system().mayChange()
        && around.nanoTime().getAsLong() - nextRead >= 0) {
      read();
    }
  }

  private void read() {
    if (reading) {
      return;
    }
    reading = true;
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
    reading = false;
    if (!closed) {
      apply(read);
    }
  }

  private void apply(SystemProxies read) {
    nextRead = around.nanoTime().getAsLong() + REREAD_NANOS;
    if (read.equals(settings)) {
      tellReady();
      return;
    }
    settings = read;
    ProxySource before = inner;
    PacSource pac = read.pac();
    ProxySource fresh =
        pac == null
            ? new RulesSource("rules", read.rules(), read.bypass(), null)
            : new ScriptSource(around, pac, read.bypass(), false);
    inner = fresh;
    fresh.start(this::tellReady);
    List<Question> questions = List.copyOf(waiting);
    waiting.clear();
    questions.forEach(question -> find(question.url(), question.log(), question.found()));
    if (before != null) {
      before.close();
    }
  }

  private void tellReady() {
    List<Runnable> all = List.copyOf(ready);
    ready.clear();
    all.forEach(Runnable::run);
  }

  @Override
  public void close() {
    closed = true;
    waiting.clear();
    ProxySource source = inner;
    if (source != null) {
      source.close();
    }
    tellReady();
  }
}
