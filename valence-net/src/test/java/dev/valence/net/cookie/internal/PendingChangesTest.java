package dev.valence.net.cookie.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.cookie.Cookie;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingChangesTest {
  private final PendingChanges pending = new PendingChanges(0);

  private static CookieChange change(CookieChange.Kind kind, String name, String value) {
    Cookie cookie = Cookie.builder(name, value, "example.com", "/").build();
    return new CookieChange(kind, cookie, Instant.EPOCH);
  }

  @Test
  void ofSeveralChangesOfACookieTheLastCounts() {
    CookieChange other = change(CookieChange.Kind.PUT, "b", "1");
    CookieChange last = change(CookieChange.Kind.PUT, "a", "3");
    pending.add(change(CookieChange.Kind.PUT, "a", "1"));
    pending.add(other);
    pending.add(change(CookieChange.Kind.REMOVE, "a", "1"));
    pending.add(last);
    assertThat(pending.take().changes().values()).containsExactly(last, other);
  }

  @Test
  void anAccessGivesWayToEveryOtherChange() {
    CookieChange put = change(CookieChange.Kind.PUT, "a", "1");
    CookieChange removal = change(CookieChange.Kind.REMOVE, "b", "1");
    pending.add(put);
    pending.add(change(CookieChange.Kind.TOUCH, "a", "1"));
    pending.add(change(CookieChange.Kind.TOUCH, "b", "1"));
    pending.add(removal);
    assertThat(pending.take().changes().values()).containsExactly(put, removal);
  }

  @Test
  void aBatchThatFailedComesBelowWhatCameSince() {
    CookieChange failed = change(CookieChange.Kind.PUT, "a", "1");
    CookieChange since = change(CookieChange.Kind.REMOVE, "b", "1");
    pending.add(failed);
    pending.add(change(CookieChange.Kind.PUT, "b", "1"));
    PendingChanges.Batch batch = pending.take();
    pending.add(since);
    pending.retryLater(batch, 0);
    assertThat(pending.take().changes().values()).containsExactly(failed, since);
  }

  @Test
  void closeMakesTheNextBatchTheLast() {
    CompletableFuture<Void> before = pending.flush();
    pending.close();
    PendingChanges.Batch batch = pending.take();
    assertThat(batch.last()).isTrue();
    assertThat(batch.flushes()).containsExactly(before);
    assertThat(pending.flush()).isCompletedExceptionally();
  }
}
