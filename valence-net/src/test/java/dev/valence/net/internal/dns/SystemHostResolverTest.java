package dev.valence.net.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
final class SystemHostResolverTest {
  private static final InetAddress TEN = LocalNames.literal("10.0.0.1");
  private static final InetAddress SIX = LocalNames.literal("2001:db8::1");

  private final AtomicInteger lookups = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final SystemHostResolver resolver = new SystemHostResolver(this::answer);

  private InetAddress[] answer(String host) throws UnknownHostException {
    lookups.incrementAndGet();
    if (host.startsWith("slow")) {
      begun.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    if (host.startsWith("unknown")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {TEN, SIX};
  }

  @AfterEach
  void close() {
    gate.countDown();
    resolver.close();
  }

  @Test
  void aNameIsLookedUpOffTheCallersThreadAndKeepsItsName() throws Exception {
    assertThat(resolver.resolve("A.test").get()).containsExactly(TEN, SIX);
    assertThat(resolver.resolve("A.test").get().get(0).getHostName()).isEqualTo("A.test");
    assertThat(lookups).hasValue(2);
  }

  @Test
  void anUnknownNameIsNotResolved() {
    assertFails(resolver.resolve("unknown.test"), NetError.NAME_NOT_RESOLVED);
  }

  @Test
  void s025_whatTheJvmKeepsDoesNotUndoAClearedCache() throws Exception {
    Map<String, InetAddress[]> jvmCache = new ConcurrentHashMap<>();
    AtomicReference<InetAddress> now = new AtomicReference<>(TEN);
    try (SystemHostResolver cached =
        new SystemHostResolver(
            host -> jvmCache.computeIfAbsent(host, h -> new InetAddress[] {now.get()}))) {
      assertThat(cached.resolve("a.test").get()).containsExactly(TEN);
      now.set(SIX);
      assertThat(cached.resolve("a.test").get()).containsExactly(TEN);

      cached.distrustJvmCache();
      assertThat(cached.resolve("a.test").get()).containsExactly(SIX);
      assertThat(jvmCache.keySet()).allMatch(name -> name.equalsIgnoreCase("a.test")).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a.test, 0, a.test",
    "a.test, 1, A.test",
    "a.test, 2, a.Test",
    "a.test, 7, A.TEst",
    "1-2, 5, 1-2",
    "ab, 4, ab",
    "x, -1, X"
  })
  void aMixtureOfCasesIsANumberInBits(String name, int mixture, String expected) {
    assertThat(SystemHostResolver.mixCase(name, mixture)).isEqualTo(expected);
  }

  @Test
  void equalLookupsInFlightAreOneAndAnswerAll() throws Exception {
    CompletableFuture<List<InetAddress>> first = resolver.resolve("slow.test");
    CompletableFuture<List<InetAddress>> second = resolver.resolve("slow.test");
    CompletableFuture<List<InetAddress>> third = resolver.resolve("slow.test");
    second.cancel(false);
    gate.countDown();
    assertThat(first.get()).isEqualTo(third.get());
    assertThat(second).isCancelled();
    assertThat(lookups).hasValue(1);
  }

  @Test
  void aLookupNobodyWaitsForIsNotBegun() throws Exception {
    List<CompletableFuture<List<InetAddress>>> busy = new ArrayList<>();
    for (int i = 0; i < SystemHostResolver.MAX_THREADS; i++) {
      busy.add(resolver.resolve("slow" + i + ".test"));
    }
    CompletableFuture<List<InetAddress>> waiting = resolver.resolve("waiting.test");
    waiting.cancel(false);
    gate.countDown();
    for (CompletableFuture<List<InetAddress>> lookup : busy) {
      lookup.get();
    }
    assertThat(resolver.resolve("after.test").get()).isNotEmpty();
    assertThat(lookups).hasValue(SystemHostResolver.MAX_THREADS + 1);
  }

  @Test
  void tooManyHostsInTheQueueAreRefused() {
    List<CompletableFuture<List<InetAddress>>> all = new ArrayList<>();
    int room = SystemHostResolver.MAX_THREADS + SystemHostResolver.MAX_WAITING;
    for (int i = 0; i < room; i++) {
      all.add(resolver.resolve("slow" + i + ".test"));
    }
    assertFails(resolver.resolve("slow-more.test"), NetError.HOST_RESOLVER_QUEUE_TOO_LARGE);
    all.forEach(lookup -> lookup.cancel(false));
  }

  @Test
  void namesNoResolverCouldKnowAreRefusedAtOnce() {
    assertFails(resolver.resolve(""), NetError.NAME_NOT_RESOLVED);
    assertFails(resolver.resolve("a".repeat(300)), NetError.NAME_NOT_RESOLVED);
    assertThat(lookups).hasValue(0);
  }

  @Test
  void aClosedResolverRefuses() {
    resolver.close();
    assertFails(resolver.resolve("a.test"), NetError.ABORTED);
  }

  @Test
  void theOperatingSystemAnswersTheOperatingSystemsNames() throws Exception {
    String name = InetAddress.getLocalHost().getHostName();
    try (SystemHostResolver real = new SystemHostResolver()) {
      assertThat(real.resolve(name).get()).contains(InetAddress.getByName(name));
      assertFails(real.resolve("no-such-name.invalid"), NetError.NAME_NOT_RESOLVED);
    }
  }

  private static void assertFails(CompletableFuture<?> future, NetError error) {
    assertThatThrownBy(future::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            NetException.class, failure -> assertThat(failure.error()).isEqualTo(error));
  }
}
