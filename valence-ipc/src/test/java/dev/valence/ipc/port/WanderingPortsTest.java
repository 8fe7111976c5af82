package dev.valence.ipc.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ipc.IpcHub;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many messages over ports that move among processes, which are killed and started again. */
class WanderingPortsTest {
  @Test
  void nothingIsLostOnLivingRoads() throws Exception {
    wander(1, 20, 3, 5_000, 1_500, 2);
  }

  @Test
  @Tag("long")
  void aMillionMessagesOverAHundredPortsAmongFourProcesses() throws Exception {
    wander(2, 100, 4, 1_000_000, 40_000, 20);
  }

  private static void wander(
      long seed, int channels, int renderers, long messages, int killEvery, int kills)
      throws Exception {
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    long begun = System.nanoTime();
    WanderingPorts ports;
    try (IpcHub hub = IpcHub.builder().build()) {
      ports = new WanderingPorts(hub, seed, channels, renderers, messages, killEvery, kills);
      ports.done().get(20, TimeUnit.MINUTES);
      ports.assertWell();
      // What is left are the ports between the renderers and those to each of them: as many as at
      // the beginning. Those of the channels, and of renderers that were killed, are gone.
      awaitPorts(hub, renderers);
    }
    System.out.printf(
        "%d messages, %d moves, %d kills (%d channels died), %d calls (%d failed) in %d ms%n",
        ports.messages(),
        ports.moves(),
        ports.kills(),
        ports.lost(),
        ports.callsBegun(),
        ports.callsFailed(),
        (System.nanoTime() - begun) / 1_000_000);
    assertThat(ports.kills()).isEqualTo(kills);
    assertThat(ports.moves()).isGreaterThan(messages / 400);
    assertThat(ProcessHandle.current().children().toList()).isSubsetOf(before);
  }

  /** Words about the end of ports may still be on their way. */
  private static void awaitPorts(IpcHub hub, int renderers) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (hub.messagePortCount() > renderers * 4 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(hub.messagePortCount()).isBetween(1, renderers * 4);
  }
}
