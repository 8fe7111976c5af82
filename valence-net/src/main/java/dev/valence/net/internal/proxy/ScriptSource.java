package dev.valence.net.internal.proxy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.pac.PacException;
import dev.valence.net.internal.pac.PacListener;
import dev.valence.net.internal.pac.PacRunner;
import dev.valence.net.internal.pac.PacScript;
import dev.valence.net.internal.pac.PacUrl;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.url.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PAC script: fetched, loaded, asked, and fetched again when it is due and a request asks. While
 * the first one is on its way, questions wait; later ones are fetched beside the running one, which
 * stays where the new one cannot be had.
 */
final class ScriptSource implements ProxySource {
  private static final Logger LOG = LoggerFactory.getLogger(ScriptSource.class);

  /** After so many questions in a row that had to be stopped the script is not asked any more. */
  private static final int MOST_TERMINATIONS = 3;

  private enum State {
    /** Questions wait. */
    LOADING,
    READY,
    FAILED,
    CLOSED
  }

  private record Question(Url url, NetLogWithSource log, Consumer<ProxyFinding> found) {}

  private final ProxySurroundings around;
  private final PacSource from;
  private final String name;
  private final BypassRules bypass;
  private final boolean mandatory;
  private final NetLogWithSource log;
  private final List<Question> waiting = new ArrayList<>();
  private final List<Runnable> reloaded = new ArrayList<>();

  private State state = State.LOADING;
  private PacRunner runner;
  private @Nullable PacScript script;
  private @Nullable String text;
  private @Nullable String problem;
  private @Nullable Runnable cancelFetch;
  private boolean fetching;
  private int failures;
  private int terminations;
  private long nextFetch;

  ScriptSource(ProxySurroundings around, PacSource from, BypassRules bypass, boolean mandatory) {
    this.around = around;
    this.from = from;
    this.name = (from == PacSource.WPAD ? "WPAD " : "PAC script ") + from.describe();
    this.bypass = bypass;
    this.mandatory = mandatory;
    this.log = around.netLog().newSource(NetLogSourceType.PAC_FILE_DECIDER);
    this.runner = around.newRunner();
  }

  @Override
  public void start(Runnable ready) {
    reloaded.add(ready);
    fetch();
  }

  @Override
  public void reload(Runnable done) {
    if (state == State.CLOSED) {
      done.run();
      return;
    }
    reloaded.add(done);
    state = State.LOADING;
    terminations = 0;
    // A script that came to grief is loaded anew even where its text is the same.
    text = null;
    if (!fetching) {
      fetch();
    }
  }

  /** Whether there is no script to ask: it could not be had, or was given up. */
  boolean isUnusable() {
    return state == State.FAILED;
  }

  @Override
  public @Nullable ProxyList now(Url url) {
    return bypass.bypassedBy(url) != null ? ProxyList.DIRECT : null;
  }

  @Override
  public void find(Url url, NetLogWithSource requestLog, Consumer<ProxyFinding> found) {
    String bypassed = bypass.bypassedBy(url);
    if (bypassed != null) {
      found.accept(ProxyFinding.ofRules(name, null, bypassed, problem, ProxyList.DIRECT));
      return;
    }
    if (state != State.LOADING && !fetching && around.nanoTime().getAsLong() - nextFetch >= 0) {
      fetch();
    }
    ask(new Question(url, requestLog, found));
  }

  private void ask(Question question) {
    PacScript asked = script;
    if (state == State.LOADING) {
      question.log().begin(NetLogEventType.PROXY_RESOLUTION_SERVICE_WAITING_FOR_INIT_PAC);
      waiting.add(question);
    } else if (state == State.FAILED || asked == null) {
      question.found().accept(unusable(question.url(), null, null, String.valueOf(problem)));
    } else {
      PacUrl url = PacUrl.of(question.url());
      PacListener listener = new PacLog(question.log());
      question.log().event(NetLogEventType.SUBMITTED_TO_RESOLVER_THREAD);
      runner.run(
          () -> asked.evaluate(url, listener),
          (result, failure) -> answer(question, url, result, failure));
    }
  }

  private void answer(
      Question question, PacUrl url, @Nullable String result, @Nullable PacException failure) {
    if (state == State.CLOSED) {
      return;
    }
    if (failure != null) {
      LOG.warn("{} failed for {}: {}", name, url.host(), failure.text());
      boolean terminated = failure.error() == NetError.PAC_SCRIPT_TERMINATED;
      terminations = terminated ? terminations + 1 : 0;
      if (state == State.READY && (terminations >= MOST_TERMINATIONS || runner.isEnded())) {
        giveScriptUp(failure);
      }
      question
          .found()
          .accept(
              unusable(question.url(), url.url(), null, "the script failed: " + failure.text()));
      return;
    }
    terminations = 0;
    ProxyList proxies = result == null ? null : ProxyList.parsePac(result);
    if (proxies == null) {
      question
          .found()
          .accept(
              unusable(
                  question.url(), url.url(), result, "there is no proxy in the script's result"));
      return;
    }
    question
        .found()
        .accept(
            new ProxyFinding(
                name,
                null,
                bypass.subtractedBy(question.url()),
                url.url(),
                result,
                problem,
                proxies));
  }

  private void giveScriptUp(PacException last) {
    state = State.FAILED;
    script = null;
    problem =
        "the script was stopped time and again and is not asked any more until it changes or the"
            + " proxy configuration is reloaded: "
            + last.text();
    runner.close();
    runner = around.newRunner();
  }

  /** Direct, as Chromium has it, or a failure where the script is mandatory. */
  private ProxyFinding unusable(
      Url url, @Nullable String pacUrl, @Nullable String result, String why) {
    return new ProxyFinding(
        name,
        null,
        bypass.subtractedBy(url),
        pacUrl,
        result,
        why,
        mandatory ? null : ProxyList.DIRECT);
  }

  // ---- Fetching

  private void fetch() {
    fetching = true;
    log.begin(NetLogEventType.PAC_FILE_DECIDER);
    String given = from.text();
    Url url = from.url();
    if (given != null) {
      onText(given, PacSchedule.LONGEST);
    } else if (from == PacSource.WPAD) {
      cancelFetch = new WpadCheck(around).run(found -> onWpad(found, url));
    } else if (url != null) {
      fetch(url);
    }
  }

  private void onWpad(boolean found, @Nullable Url url) {
    cancelFetch = null;
    if (found && url != null) {
      fetch(url);
    } else {
      failed(NetError.NAME_NOT_RESOLVED, "there is no host named wpad");
    }
  }

  private void fetch(Url url) {
    log.begin(
        NetLogEventType.PAC_FILE_DECIDER_FETCH_PAC_SCRIPT, fields -> fields.put("source", name));
    cancelFetch =
        around
            .fetcher()
            .fetch(
                url,
                new PacFetcher.Listener() {
                  @Override
                  public void onScript(String fetched, HeaderList headers) {
                    log.end(NetLogEventType.PAC_FILE_DECIDER_FETCH_PAC_SCRIPT);
                    onText(fetched, PacSchedule.afterSuccess(headers, around.clock().instant()));
                  }

                  @Override
                  public void onFailed(NetError error, String why) {
                    log.endWithError(
                        NetLogEventType.PAC_FILE_DECIDER_FETCH_PAC_SCRIPT, new NetException(error));
                    failed(error, why);
                  }
                });
  }

  private void onText(String fetched, Duration next) {
    cancelFetch = null;
    if (state == State.CLOSED) {
      return;
    }
    if (fetched.equals(text)) {
      // A text that was given up stays so: it has not changed.
      if (state == State.READY) {
        problem = null;
      }
      loaded(next);
      return;
    }
    if (!PacSource.looksLikeScript(fetched)) {
      failed(NetError.PAC_SCRIPT_FAILED, "what was fetched defines no FindProxyForURL");
      return;
    }
    PacListener listener = new PacLog(log);
    runner.run(
        () -> PacScript.load(fetched, around.dns(), around.limits(), around.clock(), listener),
        (fresh, failure) -> {
          if (state == State.CLOSED) {
            return;
          }
          if (failure != null) {
            if (runner.isEnded()) {
              runner = around.newRunner();
            }
            failed(failure.error(), "the script cannot be used: " + failure.text());
          } else {
            text = fetched;
            script = fresh;
            state = State.READY;
            problem = null;
            terminations = 0;
            loaded(next);
          }
        });
  }

  private void loaded(Duration next) {
    failures = 0;
    settle(next);
  }

  private void failed(NetError error, String why) {
    if (state == State.CLOSED) {
      return;
    }
    failures++;
    LOG.warn("{} cannot be used: {}", name, why);
    problem = script == null ? why : why + "; the script before it stays in force";
    if (state == State.LOADING) {
      state = script == null ? State.FAILED : State.READY;
    }
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.FAILED,
          fields -> fields.put("net_error", error.code()).put("message", why));
    }
    settle(PacSchedule.afterFailure(failures));
  }

  private void settle(Duration next) {
    fetching = false;
    cancelFetch = null;
    nextFetch = around.nanoTime().getAsLong() + next.toNanos();
    log.end(NetLogEventType.PAC_FILE_DECIDER);
    List<Question> questions = List.copyOf(waiting);
    waiting.clear();
    List<Runnable> done = List.copyOf(reloaded);
    reloaded.clear();
    for (Question question : questions) {
      question.log().end(NetLogEventType.PROXY_RESOLUTION_SERVICE_WAITING_FOR_INIT_PAC);
      ask(question);
    }
    done.forEach(Runnable::run);
  }

  @Override
  public void close() {
    state = State.CLOSED;
    waiting.clear();
    Runnable cancel = cancelFetch;
    if (cancel != null) {
      cancel.run();
    }
    runner.close();
    List<Runnable> done = List.copyOf(reloaded);
    reloaded.clear();
    done.forEach(Runnable::run);
  }
}
