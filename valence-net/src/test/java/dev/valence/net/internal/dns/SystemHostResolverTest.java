package dev.valence.net.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class SystemHostResolverTest {
  private static final InetAddress TEN = LocalNames.literal("10.0.0.1");
  private static final InetAddress SIX = LocalNames.literal("2001:db8::1");

  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final SystemHostResolver resolver = new SystemHostResolver(this::answer, clock::get);

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
  void literalsAndLocalNamesAreAnsweredAtOnceWithoutALookup() {
    assertThat(resolver.resolve("[::1]")).isCompleted();
    assertThat(resolver.resolve("192.0.2.1")).isCompleted();
    assertThat(resolver.resolve("x.localhost")).isCompleted();
    assertThat(lookups).hasValue(0);
  }

  @Test
  void aNameIsLookedUpOffTheCallersThreadAndKeptForAMinute() throws Exception {
    assertThat(resolver.resolve("a.test").get()).containsExactly(TEN, SIX);
    assertThat(resolver.resolve("A.test")).isCompletedWithValue(List.of(TEN, SIX));
    assertThat(lookups).hasValue(1);

    clock.addAndGet(AddressCache.FOUND_NANOS); // wraps around: only differences count
    assertThat(resolver.resolve("a.test").get()).hasSize(2);
    assertThat(lookups).hasValue(2);
  }

  @Test
  void failuresAreNameNotResolvedAndKeptForASecond() {
    assertFails(resolver.resolve("unknown.test"), NetError.NAME_NOT_RESOLVED);
    assertFails(resolver.resolve("unknown.test"), NetError.NAME_NOT_RESOLVED);
    assertThat(lookups).hasValue(1);

    clock.addAndGet(AddressCache.FAILED_NANOS);
    assertFails(resolver.resolve("unknown.test"), NetError.NAME_NOT_RESOLVED);
    assertThat(lookups).hasValue(2);
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
  void clearingForgetsAnswersAndThoseStillOnTheirWay() throws Exception {
    resolver.resolve("a.test").get();
    CompletableFuture<List<InetAddress>> slow = resolver.resolve("slow.test");
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    resolver.clearCache();
    gate.countDown();
    assertThat(slow.get()).hasSize(2);
    resolver.resolve("a.test").get();
    resolver.resolve("slow.test").get();
    assertThat(lookups).hasValue(4);
  }

  @Test
  void theCacheIsBounded() throws Exception {
    AddressCache cache = new AddressCache(() -> 0);
    for (int i = 0; i < AddressCache.MAX_ENTRIES + 50; i++) {
      cache.put("h" + i, AddressCache.Answer.found(List.of(TEN)));
    }
    assertThat(cache.size()).isEqualTo(AddressCache.MAX_ENTRIES);
    assertThat(cache.get("h0")).isNull();
    assertThat(cache.get("h1049")).isNotNull();
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

  @Test
  void endpointsComeInTheOrderToTryWithRulesApplied() throws Exception {
    EndpointResolver endpoints =
        new EndpointResolver(
            HostRules.parse("MAP mapped.test other.test:99, MAP gone.test ~NOTFOUND"), resolver);
    assertThat(endpoints.resolve("plain.test", 80).get())
        .containsExactly(new InetSocketAddress(SIX, 80), new InetSocketAddress(TEN, 80));
    assertThat(endpoints.resolve("mapped.test", 80).get()).contains(new InetSocketAddress(TEN, 99));
    assertFails(endpoints.resolve("gone.test", 80), NetError.NAME_NOT_RESOLVED);
    assertFails(endpoints.resolve("unknown.test", 80), NetError.NAME_NOT_RESOLVED);
    assertThat(endpoints.resolve("[::1]", 8443))
        .isCompletedWithValue(List.of(new InetSocketAddress("::1", 8443)));
  }

  @Test
  void cancellingAnEndpointGivesTheLookupUp() throws Exception {
    EndpointResolver endpoints = new EndpointResolver(HostRules.none(), resolver);
    CompletableFuture<List<InetAddress>> kept = resolver.resolve("slow.test");
    CompletableFuture<List<InetSocketAddress>> given = endpoints.resolve("slow.test", 80);
    given.cancel(false);
    gate.countDown();
    assertThat(kept.get()).hasSize(2);
    assertThat(given).isCancelled();
  }

  private static void assertFails(CompletableFuture<?> future, NetError error) {
    assertThatThrownBy(future::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            NetException.class, failure -> assertThat(failure.error()).isEqualTo(error));
  }
}
