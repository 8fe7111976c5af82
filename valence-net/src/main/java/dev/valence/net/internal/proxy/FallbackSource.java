package dev.valence.net.internal.proxy;

import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.url.Url;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A script, and what counts while it cannot be had, as where a system has WPAD on, which finds
 * nothing, and proxies of its own.
 */
final class FallbackSource implements ProxySource {
  private final ScriptSource script;
  private final ProxySource otherwise;
  private boolean otherwiseStarted;

  FallbackSource(ScriptSource script, ProxySource otherwise) {
    this.script = script;
    this.otherwise = otherwise;
  }

  @Override
  public void start(Runnable ready) {
    script.start(() -> whenAsked(ready));
  }

  private void whenAsked(Runnable ready) {
    if (script.isUnusable()) {
      startOtherwise(ready);
    } else {
      ready.run();
    }
  }

  private void startOtherwise(Runnable ready) {
    if (otherwiseStarted) {
      ready.run();
    } else {
      otherwiseStarted = true;
      otherwise.start(ready);
    }
  }

  @Override
  public @Nullable ProxyList now(Url url) {
    return null;
  }

  @Override
  public void find(Url url, NetLogWithSource log, Consumer<ProxyFinding> found) {
    script.find(
        url,
        log,
        finding -> {
          if (script.isUnusable()) {
            startOtherwise(() -> {});
            String problem = finding.source() + ": " + finding.problem();
            otherwise.find(url, log, other -> found.accept(other.orProblem(problem)));
          } else {
            found.accept(finding);
          }
        });
  }

  @Override
  public void reload(Runnable done) {
    script.reload(
        () -> {
          if (otherwiseStarted) {
            otherwise.reload(done);
          } else {
            whenAsked(done);
          }
        });
  }

  @Override
  public void close() {
    script.close();
    otherwise.close();
  }
}
