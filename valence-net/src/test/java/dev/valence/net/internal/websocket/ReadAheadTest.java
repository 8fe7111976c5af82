package dev.valence.net.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.websocket.WebSocketTransport;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final int QUARTER = WebSocketTransport.READ_AHEAD / 4;

  private final ReadAhead readAhead = new ReadAhead();

  @Test
  void readingPausesWhenEnoughWaitsAndGoesOnWhenHalfIsTaken() {
    for (int i = 0; i < 3; i++) {
      readAhead.read(QUARTER);
      assertThat(readAhead.takesMore()).isTrue();
    }
    readAhead.read(QUARTER);
    assertThat(readAhead.takesMore()).isFalse();

    assertThat(readAhead.taken(QUARTER)).isFalse();
    assertThat(readAhead.taken(QUARTER)).isFalse();
    assertThat(readAhead.takesMore()).isFalse();
    assertThat(readAhead.taken(QUARTER)).isTrue();
    assertThat(readAhead.takesMore()).isTrue();
    assertThat(readAhead.taken(QUARTER)).isFalse();
  }

  @Test
  void emptyMessagesCountAsWell() {
    int messages = 0;
    while (readAhead.takesMore()) {
      readAhead.read(0);
      messages++;
    }
    assertThat(messages).isBetween(1, WebSocketTransport.READ_AHEAD / 16);
  }

  @Test
  void aMessageOfAnyLengthLetsReadingGoOnWhenItIsTaken() {
    readAhead.read(Integer.MAX_VALUE - 100);
    assertThat(readAhead.takesMore()).isFalse();
    assertThat(readAhead.taken(Integer.MAX_VALUE - 100)).isTrue();
    assertThat(readAhead.takesMore()).isTrue();
  }

  @Test
  void noWakeIsLostBetweenTwoThreads() throws Exception {
    int messages = 200_000;
    Semaphore arrived = new Semaphore(0);
    Semaphore resumed = new Semaphore(0);
    Thread taker =
        new Thread(
            () -> {
              for (int i = 0; i < messages; i++) {
                arrived.acquireUninterruptibly();
                if (readAhead.taken(QUARTER)) {
                  resumed.release();
                }
              }
            });
    for (int i = 0; i < messages; i++) {
      if (i == 4) {
        // From the first pause on they race.
        assertThat(readAhead.takesMore()).isFalse();
        taker.start();
      }
      while (!readAhead.takesMore()) {
        assertThat(resumed.tryAcquire(60, TimeUnit.SECONDS)).as("message %s", i).isTrue();
      }
      readAhead.read(QUARTER);
      arrived.release();
    }
    taker.join(60_000);
    assertThat(taker.isAlive()).isFalse();
  }
}
