package dev.valence.net.internal.dns;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.dns.HostCacheUsage;
import dev.valence.net.dns.HostResolverSource;
import dev.valence.net.dns.SecureDnsMode;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One look-up and all who wait for it: its steps, in order, until one has addresses (Chromium's
 * {@code HostResolverManager::Job}). Confined to the network thread.
 */
final class LookupJob {
  /** Look-ups that are alike share a job. */
  record Key(
      HostQuestion question,
      HostResolverSource source,
      SecureDnsMode mode,
      HostCacheUsage cacheUsage) {}

  /** What the job needs of the resolver. */
  interface Host {
    HostSources sources();

    /** The kept answer, or null. */
    @Nullable HostAnswer cached(HostCache.Key key, boolean stale);

    void keep(HostCache.Key key, HostAnswer answer);

    /** The job is over, or nobody waits for it any more. */
    void onOver(LookupJob job);
  }

  private final Key key;
  private final Host host;
  private final NetLogWithSource log;
  private final List<LookupPlan.Step> steps;
  private final List<Consumer<HostAnswer>> waiting = new ArrayList<>(1);
  private @Nullable HostAnswer lastFailure;
  private @Nullable Runnable running;
  private int position;
  private boolean over;

  LookupJob(Key key, List<LookupPlan.Step> steps, Host host, NetLogWithSource log) {
    this.key = key;
    this.steps = steps;
    this.host = host;
    this.log = log;
  }

  Key key() {
    return key;
  }

  boolean isOver() {
    return over;
  }

  /** Answers this one, too; the result gives the wait up. */
  Runnable add(Consumer<HostAnswer> waiter) {
    waiting.add(waiter);
    return () -> {
      if (waiting.remove(waiter) && waiting.isEmpty() && !over) {
        over = true;
        log.event(NetLogEventType.CANCELLED);
        log.end(NetLogEventType.HOST_RESOLVER_MANAGER_JOB);
        if (running != null) {
          running.run();
        }
        host.onOver(this);
      }
    };
  }

  /** Fails all who wait. */
  void abort(NetException reason) {
    if (!over) {
      Runnable hold = running;
      finish(HostAnswer.failed(reason, 0));
      if (hold != null) {
        hold.run();
      }
    }
  }

  void start() {
    if (log.isCapturing()) {
      log.begin(
          NetLogEventType.HOST_RESOLVER_MANAGER_JOB,
          fields ->
              fields
                  .put("host", key.question().host())
                  .put("dns_query_types", key.question().types().toString())
                  .put("secure_dns_mode", key.mode().wireName())
                  .put("source", key.source().wireName()));
    }
    next();
  }

  private void next() {
    while (!over) {
      if (position == steps.size()) {
        finish(failure());
        return;
      }
      LookupPlan.Step step = steps.get(position++);
      if (step == LookupPlan.Step.CACHE || step == LookupPlan.Step.SECURE_CACHE) {
        HostAnswer kept = lookIntoCache(step == LookupPlan.Step.SECURE_CACHE);
        if (kept != null) {
          log.event(NetLogEventType.HOST_RESOLVER_MANAGER_CACHE_HIT);
          finish(kept);
          return;
        }
      } else {
        begin(step);
        return;
      }
    }
  }

  private @Nullable HostAnswer lookIntoCache(boolean secure) {
    if (key.cacheUsage() == HostCacheUsage.DISALLOWED) {
      return null;
    }
    return host.cached(cacheKey(secure), key.cacheUsage() == HostCacheUsage.STALE_ALLOWED);
  }

  private HostCache.Key cacheKey(boolean secure) {
    // Who wants nothing but local sources takes what others have found.
    HostResolverSource source =
        key.source() == HostResolverSource.LOCAL_ONLY ? HostResolverSource.ANY : key.source();
    return new HostCache.Key(key.question(), source, secure);
  }

  private void begin(LookupPlan.Step step) {
    NetLogEventType event = event(step);
    log.begin(event);
    // A task may answer before start returns: then its hold on the look-up is of no use any more.
    boolean[] answered = new boolean[1];
    Runnable hold =
        host.sources()
            .task(step)
            .start(
                key.question(),
                answer -> {
                  answered[0] = true;
                  running = null;
                  onAnswer(step, event, answer);
                });
    if (!answered[0]) {
      running = hold;
    }
  }

  private static NetLogEventType event(LookupPlan.Step step) {
    return step == LookupPlan.Step.SYSTEM
        ? NetLogEventType.HOST_RESOLVER_SYSTEM_TASK
        : NetLogEventType.HOST_RESOLVER_DNS_TASK;
  }

  private void onAnswer(LookupPlan.Step step, NetLogEventType event, HostAnswer answer) {
    if (over) {
      return;
    }
    NetException failure = answer.failure();
    if (failure == null) {
      if (log.isCapturing()) {
        log.end(
            event,
            fields ->
                fields
                    .put("secure", step == LookupPlan.Step.SECURE_DNS)
                    .put(
                        "address_list",
                        answer.addresses().stream()
                            .map(address -> String.valueOf(address.getHostAddress()))
                            .toList()));
      }
      host.keep(cacheKey(step == LookupPlan.Step.SECURE_DNS), answer);
      finish(answer);
      return;
    }
    log.endWithError(event, failure);
    lastFailure = answer;
    if (position == steps.size()) {
      host.keep(cacheKey(step == LookupPlan.Step.SECURE_DNS), answer);
    }
    next();
  }

  private HostAnswer failure() {
    if (lastFailure != null) {
      return lastFailure;
    }
    // Nobody was asked (Chromium: the cache is the only source of localOnly).
    return HostAnswer.failed(
        new NetException(
            NetError.DNS_CACHE_MISS,
            "nothing but the cache may answer, and \"" + key.question().host() + "\" is not in it",
            null),
        0);
  }

  private void finish(HostAnswer answer) {
    over = true;
    if (answer.failure() == null) {
      log.end(NetLogEventType.HOST_RESOLVER_MANAGER_JOB);
    } else {
      log.endWithError(NetLogEventType.HOST_RESOLVER_MANAGER_JOB, answer.failure());
    }
    host.onOver(this);
    List<Consumer<HostAnswer>> answered = List.copyOf(waiting);
    waiting.clear();
    answered.forEach(waiter -> waiter.accept(answer));
  }
}
