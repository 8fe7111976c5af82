package dev.valence.net.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingWritesTest {
  private final PendingWrites<String, String> pending =
      new PendingWrites<>(0, (earlier, later) -> earlier + later);

  @Test
  void changesOfOneThingBecomeOne() {
    pending.add("a", "1");
    pending.add("b", "1");
    pending.add("a", "2");
    pending.add("a", "3");
    assertThat(pending.take().changes()).containsExactly(entry("a", "123"), entry("b", "1"));
  }

  @Test
  void aBatchThatFailedIsEarlierThanWhatCameSince() {
    pending.add("a", "1");
    pending.add("b", "1");
    PendingWrites.Batch<String, String> batch = pending.take();
    pending.add("b", "2");
    pending.add("c", "2");
    pending.retryLater(batch, 0);
    assertThat(pending.take().changes())
        .containsExactly(entry("a", "1"), entry("b", "12"), entry("c", "2"));
  }

  @Test
  void whoWaitsHearsHowItWent() {
    CompletableFuture<Void> written = pending.flush();
    pending.take().succeed();
    assertThat(written).isCompleted();

    CompletableFuture<Void> failed = pending.flush();
    pending.take().fail(new IOException("no room"));
    assertThat(failed).isCompletedExceptionally();
  }

  @Test
  void closeMakesTheNextBatchTheLast() {
    CompletableFuture<Void> before = pending.flush();
    pending.add("a", "1");
    pending.close();
    PendingWrites.Batch<String, String> batch = pending.take();
    assertThat(batch.last()).isTrue();
    assertThat(batch.flushes()).containsExactly(before);
    assertThat(batch.changes()).containsOnlyKeys("a");
    assertThat(pending.flush()).isCompletedExceptionally();
  }
}
