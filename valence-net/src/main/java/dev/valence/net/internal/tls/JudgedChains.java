package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import dev.valence.net.tls.CertificateJudge;
import dev.valence.net.tls.CertificateQuestion;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a judge said to chains: asked once for a host and chain, and kept, good and bad, for 30
 * minutes as Chromium does. Connections that come while the answer is out wait for the same one. An
 * answer that comes after its connection gave up is kept for the next; giving up is never taken for
 * an answer. Thread-safe.
 */
final class JudgedChains {
  /** What to ask. */
  record Case(
      String host,
      List<X509Certificate> sent,
      PathVerdict path,
      @Nullable NetError verdict,
      @Nullable String detail) {}

  private record Key(String host, String fingerprint) {}

  /**
   * What was said.
   *
   * @param overrules whether it accepts what the verifier refused
   */
  private record Word(Optional<NetError> refusal, boolean overrules) {}

  private record Entry(CompletableFuture<Word> answer, Instant asked) {
    boolean holdsAt(Instant now) {
      return !answer.isDone()
          || (!now.isBefore(asked) && now.isBefore(asked.plus(VerdictCache.LIFETIME)));
    }
  }

  private final CertificateJudge judge;
  private final Clock clock;

  // Guarded by itself.
  private final Map<Key, Entry> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
          return size() > VerdictCache.MAX_ENTRIES;
        }
      };

  JudgedChains(CertificateJudge judge, Clock clock) {
    this.judge = judge;
    this.clock = clock;
  }

  /**
   * The judge's word on a chain: empty when it is accepted. Waits for it.
   *
   * @param examine made only where the judge has to be asked
   * @param scope the handshake that asks; when it ends, the waiting does
   */
  Optional<NetError> verdict(
      String host,
      String fingerprint,
      Function<String, Case> examine,
      @Nullable HandshakeScope scope)
      throws CertificateVerificationException {
    Key key = new Key(host, fingerprint);
    Entry fresh = new Entry(new CompletableFuture<>(), clock.instant());
    Entry known;
    synchronized (entries) {
      known = entries.get(key);
      if (known == null || !known.holdsAt(fresh.asked())) {
        known = fresh;
        entries.put(key, fresh);
      }
    }
    if (known == fresh) {
      try {
        judge.judge(new Question(examine.apply(host), fresh.answer()));
      } catch (RuntimeException e) {
        fresh.answer().completeExceptionally(e);
      }
    }
    return await(known.answer(), key, scope).refusal();
  }

  /**
   * Whether the judge has lately accepted a chain of this host that has errors. Of any chain: which
   * one a resumed session goes back to cannot be told on every platform.
   */
  boolean hasOverruled(String host) {
    synchronized (entries) {
      return entries.entrySet().stream()
          .filter(entry -> entry.getKey().host().equals(host))
          .map(entry -> entry.getValue().answer())
          .anyMatch(
              answer ->
                  answer.isDone()
                      && !answer.isCompletedExceptionally()
                      && answer.join().overrules());
    }
  }

  private Word await(CompletableFuture<Word> answer, Key key, @Nullable HandshakeScope scope)
      throws CertificateVerificationException {
    try {
      if (scope != null) {
        CompletableFuture.anyOf(answer, scope.over()).join();
        if (!answer.isDone()) {
          throw new CertificateVerificationException(
              NetError.TIMED_OUT, key.host() + ": the connection ended before the verdict");
        }
      }
      return answer.join();
    } catch (CompletionException e) {
      // Not an answer: the next connection asks again.
      synchronized (entries) {
        entries.values().removeIf(entry -> entry.answer() == answer);
      }
      throw new CertificateVerificationException(
          NetError.FAILED, key.host() + ": the certificate verify proc failed: " + e.getCause());
    }
  }

  private static final class Question implements CertificateQuestion {
    private final Case asked;
    private final CompletableFuture<Word> answer;

    Question(Case asked, CompletableFuture<Word> answer) {
      this.asked = asked;
      this.answer = answer;
    }

    @Override
    public String host() {
      return asked.host();
    }

    @Override
    public List<X509Certificate> sent() {
      return asked.sent();
    }

    @Override
    public List<X509Certificate> validated() {
      return asked.path().path();
    }

    @Override
    public boolean isIssuedByKnownRoot() {
      return asked.path().knownRoot();
    }

    @Override
    public @Nullable NetError verdict() {
      return asked.verdict();
    }

    @Override
    public @Nullable String detail() {
      return asked.detail();
    }

    @Override
    public boolean answer(@Nullable NetError refusal) {
      return answer.complete(
          new Word(Optional.ofNullable(refusal), refusal == null && asked.verdict() != null));
    }
  }
}
