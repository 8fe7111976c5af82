package dev.valence.ipc.internal.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ports that wander among processes that come and go, in every order that a seed can make. */
class PortsAmongProcessesTest {
  private static final Logger LOG = Logger.getLogger(PortRouter.class.getName());

  /** Channels are given up by the hundred here, each with a warning. */
  @BeforeAll
  static void beQuiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LOG.setLevel(null);
  }

  @Test
  void nothingIsLostDoubledReorderedOrLeft() {
    wander(40);
  }

  @Test
  @Tag("long")
  void nothingIsLostDoubledReorderedOrLeftInManyOrders() {
    wander(10_000);
  }

  private static void wander(int seeds) {
    int arrivals = 0;
    int transfers = 0;
    int kills = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      SimulatedProcesses world = new SimulatedProcesses(seed);
      try {
        world.run(1_500);
        world.settle();
        world.run(500);
        world.settle();
        world.end();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with seed " + seed, e);
      }
      arrivals += world.arrivals();
      transfers += world.transfers();
      kills += world.kills();
    }
    assertThat(arrivals).isGreaterThan(seeds * 150);
    assertThat(transfers).isGreaterThan(seeds * 50);
    assertThat(kills).isGreaterThan(seeds * 2);
  }
}
