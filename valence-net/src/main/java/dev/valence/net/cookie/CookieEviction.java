package dev.valence.net.cookie;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which cookies have to go when there are too many (RFC 6265bis §5.7 end; the numbers and the order
 * are Chromium's {@code CookieMonster}). Pure: it names the victims, the store removes them. The
 * cookies given must not be expired.
 */
final class CookieEviction {
  /** Most cookies of one key (registrable domain). */
  static final int MAX_PER_KEY = 180;

  /** What a key is brought down to when it has more. */
  static final int KEPT_PER_KEY = 150;

  /** Most unpartitioned cookies, not counting those accessed lately. */
  static final int MAX_TOTAL = 3300;

  /** What the whole is brought down to when it has more. */
  static final int KEPT_TOTAL = 3000;

  /** A cookie accessed within 30 days never goes for the sake of the whole. */
  static final long SAFE_MICROS = 30L * 24 * 60 * 60 * 1_000_000;

  /** Most cookies of one key in one partition. */
  static final int MAX_PER_PARTITION = 180;

  /** Most bytes of names and values of one key in one partition. */
  static final int MAX_PARTITION_BYTES = 10 * 1024;

  private static final Comparator<StoredCookie> LEAST_RECENT_FIRST =
      Comparator.comparingLong(StoredCookie::lastAccessMicros)
          .thenComparingLong(stored -> stored.cookie().creationMicros());

  /** How many cookies of each priority a round leaves, so that no priority starves. */
  private static int quota(CookiePriority priority) {
    return switch (priority) {
      case LOW -> 30;
      case MEDIUM -> 50;
      case HIGH -> 70;
    };
  }

  private record Round(CookiePriority priority, boolean sparesSecure) {}

  private static final List<Round> ROUNDS =
      List.of(
          new Round(CookiePriority.LOW, true),
          new Round(CookiePriority.LOW, false),
          new Round(CookiePriority.MEDIUM, true),
          new Round(CookiePriority.HIGH, true),
          new Round(CookiePriority.MEDIUM, false),
          new Round(CookiePriority.HIGH, false));

  private CookieEviction() {}

  /** The victims among the cookies of one key; none unless there are more than the limit. */
  static List<StoredCookie> ofKey(Collection<StoredCookie> cookies) {
    List<StoredCookie> victims = new ArrayList<>();
    if (cookies.size() <= MAX_PER_KEY) {
      return victims;
    }
    List<StoredCookie> left = new ArrayList<>(cookies);
    left.sort(LEAST_RECENT_FIRST);
    for (Round round : ROUNDS) {
      int goal = left.size() - KEPT_PER_KEY;
      if (goal > 0) {
        evictRound(left, round, goal, victims);
      }
    }
    return victims;
  }

  private static void evictRound(
      List<StoredCookie> left, Round round, int goal, List<StoredCookie> victims) {
    Predicate<StoredCookie> ofPriority = stored -> stored.cookie().priority() == round.priority();
    int quota = quota(round.priority());
    int count = count(left, ofPriority);
    if (count <= quota) {
      return;
    }
    // Where secure cookies are spared they fill the quota first.
    int spared =
        round.sparesSecure()
            ? Math.max(quota, count(left, ofPriority.and(stored -> stored.cookie().secure())))
            : quota;
    int evictable = Math.min(goal, count - spared);
    Iterator<StoredCookie> iterator = left.iterator();
    while (evictable > 0 && iterator.hasNext()) {
      StoredCookie stored = iterator.next();
      if (ofPriority.test(stored) && !(round.sparesSecure() && stored.cookie().secure())) {
        iterator.remove();
        victims.add(stored);
        evictable--;
      }
    }
  }

  /** The victims among all unpartitioned cookies: old ones only, the insecure before the secure. */
  static List<StoredCookie> ofAll(Collection<StoredCookie> cookies, long nowMicros) {
    List<StoredCookie> victims = new ArrayList<>();
    int goal = cookies.size() > MAX_TOTAL ? cookies.size() - KEPT_TOTAL : 0;
    for (boolean secure : new boolean[] {false, true}) {
      cookies.stream()
          .filter(stored -> stored.cookie().secure() == secure)
          .filter(stored -> stored.lastAccessMicros() < nowMicros - SAFE_MICROS)
          .sorted(LEAST_RECENT_FIRST)
          .limit(Math.max(0, goal - victims.size()))
          .forEachOrdered(victims::add);
    }
    return victims;
  }

  /** The victims among the cookies of one key in one partition: the least recently sent ones. */
  static List<StoredCookie> ofPartition(Collection<StoredCookie> cookies) {
    List<StoredCookie> victims = new ArrayList<>();
    int count = cookies.size();
    int bytes = cookies.stream().mapToInt(CookieEviction::bytes).sum();
    if (count <= MAX_PER_PARTITION && bytes <= MAX_PARTITION_BYTES) {
      return victims;
    }
    List<StoredCookie> byAccess = new ArrayList<>(cookies);
    byAccess.sort(LEAST_RECENT_FIRST);
    for (StoredCookie stored : byAccess) {
      if (count <= MAX_PER_PARTITION && bytes <= MAX_PARTITION_BYTES) {
        break;
      }
      victims.add(stored);
      count--;
      bytes -= bytes(stored);
    }
    return victims;
  }

  private static int bytes(StoredCookie stored) {
    Cookie cookie = stored.cookie();
    return CookieText.bytesOf(cookie.name()) + CookieText.bytesOf(cookie.value());
  }

  private static int count(List<StoredCookie> cookies, Predicate<StoredCookie> condition) {
    int count = 0;
    for (StoredCookie stored : cookies) {
      if (condition.test(stored)) {
        count++;
      }
    }
    return count;
  }
}
