package dev.valence.ipc.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the hub says to whom, and what it does not take from renderers. */
class PortRouterTest {
  private static final long A = 1L << 32 | 1;
  private static final long B = 1L << 32 | 2;
  private static final long C = 1L << 32 | 3;
  private static final long D = 1L << 32 | 4;
  private static final PortLimits LIMITS = new PortLimits(1_000, 3, 1_000, 2_000, 3_000, 8, 4, 5);

  private final List<String> told = new ArrayList<>();
  private final PortRouter router = new PortRouter(LIMITS);

  PortRouterTest() {
    router.attach(1, line(1));
    router.attach(2, line(2));
    router.open(1, A, B);
    router.open(1, C, D);
  }

  @Test
  void aMessageGoesToTheOtherEnd() {
    router.message(1, A, bytes(5), List.of());
    assertThat(told).containsExactly("1: 1:2 #1 5 []");
  }

  @Test
  void noMoreThanAWindowIsSentAhead() {
    post(A, 5);
    assertThat(told).hasSize(3).last().isEqualTo("1: 1:2 #3 0 []");
    router.consumed(1, B, 1);
    assertThat(told).hasSize(4).last().isEqualTo("1: 1:2 #4 0 []");
  }

  @Test
  void whatWasNotSeenIsSentAgainWhereThePortGoes() {
    post(A, 5);
    told.clear();
    move(B, 2, 2);
    assertThat(told)
        .containsExactly("2 has 1:2", "2: 1:2 #3 0 []", "2: 1:2 #4 0 []", "2: 1:2 #5 0 []");
  }

  @Test
  void aPortInAMessageGetsItsOwnWhenThatWasSeen() {
    post(C, 1);
    told.clear();
    router.message(1, A, bytes(0), List.of(new PortRef(D, 0)));
    post(C, 1);
    assertThat(told).containsExactly("1: 1:2 #1 0 [1:4]");
    router.consumed(1, B, 1);
    assertThat(told).containsExactly("1: 1:2 #1 0 [1:4]", "1: 1:4 #1 0 []", "1: 1:4 #2 0 []");
  }

  @Test
  void theEndIsToldAfterTheMessagesAndAgainWhereThePortGoes() {
    post(A, 4);
    router.close(1, A);
    assertThat(told).hasSize(3);
    router.consumed(1, B, 3);
    assertThat(told).hasSize(5).last().isEqualTo("1: 1:2 closed");
    told.clear();
    move(B, 3, 2);
    assertThat(told).containsExactly("2 has 1:2", "2: 1:2 #4 0 []", "2: 1:2 closed");
    router.close(2, B);
    assertThat(router.portCount()).isEqualTo(2);
    assertThat(router.queuedBytes()).isZero();
  }

  @Test
  void withAProcessEndItsPortsAndThoseInMessagesForThem() {
    move(B, 0, 2);
    router.message(1, A, bytes(3), List.of(new PortRef(D, 0)));
    told.clear();
    router.detach(2);
    assertThat(told).containsExactlyInAnyOrder("1: 1:1 closed", "1: 1:3 closed");
    router.close(1, A);
    router.close(1, C);
    assertThat(router.portCount()).isZero();
    assertThat(router.queuedBytes()).isZero();
    assertThatThrownBy(() -> router.message(2, B, bytes(0), List.of()))
        .isInstanceOf(PortViolation.class)
        .hasMessage("Renderer 2 has ended");
  }

  @Test
  void portsSentToAProcessThatHasEndedAreClosed() {
    router.detach(2);
    move(B, 0, 2);
    assertThat(told).containsExactly("1: 1:1 closed");
  }

  @Test
  void aProcessSpeaksOnlyOfPortsThatItHolds() {
    move(B, 0, 2);
    List<Runnable> forged =
        List.of(
            () -> router.message(2, A, bytes(1), List.of()),
            () -> router.message(2, B, bytes(1), List.of(new PortRef(A, 0))),
            () -> router.message(1, A, bytes(1), List.of(new PortRef(B, 0))),
            () -> router.consumed(2, A, 0),
            () -> router.close(2, C),
            () -> router.close(1, B),
            () -> router.close(1, 7),
            () -> router.move(2, List.of(new PortRef(D, 0)), 1, () -> told.add("never")));
    told.clear();
    for (Runnable word : forged) {
      assertThatThrownBy(word::run)
          .isInstanceOf(PortViolation.class)
          .hasMessageMatching("Renderer [12] speaks of port \\d:\\d, which it does not hold");
    }
    assertThat(told).isEmpty();
    assertThat(router.portCount()).isEqualTo(4);
  }

  @Test
  void aPortInAMessageBelongsToNobody() {
    router.message(1, A, bytes(1), List.of(new PortRef(D, 0)));
    assertThatThrownBy(() -> router.message(1, D, bytes(1), List.of()))
        .hasMessage("Renderer 1 speaks of port 1:4, which it does not hold");
  }

  @Test
  void whatWasNotSentCannotBeSeen() {
    post(A, 5);
    router.consumed(1, B, 2);
    for (long number : new long[] {-1, 1, 6, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> router.consumed(1, B, number))
          .hasMessage(
              "Renderer 1 cannot have seen message %d of port 1:2: it has seen 2 and was sent 5",
              number);
      assertThatThrownBy(() -> move(B, number, 2)).isInstanceOf(PortViolation.class);
    }
    assertThatCode(() -> move(B, 5, 2)).doesNotThrowAnyException();
  }

  @Test
  void idsAreNewAndOfTheOneWhoOpens() {
    long[][] wrong = {
      {A, B}, {D, D + 1}, {D + 2, D + 1}, {D + 1, D + 1}, {5, 6}, {D + 1, 2L << 32 | 9}, {0, 0}
    };
    for (long[] ids : wrong) {
      assertThatThrownBy(() -> router.open(1, ids[0], ids[1]))
          .isInstanceOf(PortViolation.class)
          .hasMessageStartingWith("Renderer 1 cannot open the ports ");
    }
    assertThat(router.portCount()).isEqualTo(4);
    router.close(1, D);
    assertThatThrownBy(() -> router.open(1, C, D)).isInstanceOf(PortViolation.class);
  }

  @Test
  void twiceInAListOrOnItselfIsRefusedAndSoAreLongLists() {
    for (List<PortRef> list :
        List.of(List.of(new PortRef(D, 0), new PortRef(D, 0)), List.of(new PortRef(A, 0)))) {
      assertThatThrownBy(() -> router.message(1, A, bytes(0), list))
          .hasMessageMatching("Renderer 1 posts port 1:\\d twice, or on itself");
    }
    List<PortRef> many = LongStream.range(0, 5).mapToObj(i -> new PortRef(0, 0)).toList();
    assertThatThrownBy(() -> router.message(1, A, bytes(0), many))
        .hasMessage("Renderer 1 posts 5 ports in a message");
  }

  @Test
  void aProcessCannotHoldPortsWithoutEnd() {
    for (long id = D + 1; id < D + 13; id += 2) {
      router.open(1, id, id + 1);
    }
    assertThatThrownBy(() -> router.open(1, D + 13, D + 14))
        .isInstanceOf(PortViolation.class)
        .hasMessage("Renderer 1 holds 16 ports already");
  }

  @Test
  void tooMuchForAPortEndsItsChannelAndWhatWaitsStillArrives() {
    for (int i = 0; i < 4; i++) {
      router.message(1, A, bytes(400), List.of());
    }
    assertThat(told).hasSize(3);
    router.message(1, A, bytes(400), List.of(new PortRef(D, 0)));
    assertThat(told)
        .containsExactlyInAnyOrder(
            "1: 1:2 #1 400 []",
            "1: 1:2 #2 400 []",
            "1: 1:2 #3 400 []",
            "1: 1:1 closed",
            "1: 1:3 closed");
    router.message(1, A, bytes(400), List.of());
    told.clear();
    router.consumed(1, B, 3);
    assertThat(told).containsExactly("1: 1:2 #4 400 []", "1: 1:2 closed");
    for (long port : new long[] {A, B, C}) {
      router.close(1, port);
    }
    assertThat(router.portCount()).isZero();
    assertThat(router.queuedBytes()).isZero();
  }

  @Test
  void whoPostsTooMuchOnManyPortsEndsItsOwnChannelsOnly() {
    router.open(2, 2L << 32 | 1, 2L << 32 | 2);
    router.message(1, A, bytes(1_900), List.of());
    router.message(1, B, bytes(900), List.of());
    told.clear();
    router.message(1, C, bytes(900), List.of());
    assertThat(told).containsExactlyInAnyOrder("1: 1:3 closed", "1: 1:4 closed");
    told.clear();
    router.message(2, 2L << 32 | 1, bytes(1_900), List.of());
    assertThat(told).containsExactly("2: 2:2 #1 1900 []");
  }

  @Test
  void portsLieInEachOtherOnlySoDeep() {
    router.attach(3, line(3));
    List<long[]> channels = new ArrayList<>();
    for (long i = 0; i < 8; i++) {
      long id = 3L << 32 | (2 * i + 1);
      router.open(3, id, id + 1);
      channels.add(new long[] {id, id + 1});
    }
    told.clear();
    // The other end of each channel goes into a message for the other end of the one before.
    for (int i = 7; i > 0; i--) {
      router.message(
          3, channels.get(i - 1)[0], bytes(0), List.of(new PortRef(channels.get(i)[1], 0)));
    }
    assertThat(told).contains("3: 3:2 #1 0 [3:4]");
    long last = 3L << 32 | 16;
    assertThat(last).isEqualTo(channels.get(7)[1]);
    router.open(3, last + 1, last + 2);
    told.clear();
    router.message(3, channels.get(7)[0], bytes(0), List.of(new PortRef(last + 2, 0)));
    assertThat(told).containsExactlyInAnyOrder("3: 3:15 closed", "3: 3:17 closed");
  }

  @Test
  void whoWasToldSomethingIsFlushedOnce() {
    post(A, 2);
    told.clear();
    Runnable first = router.flush();
    assertThat(told).isEmpty();
    first.run();
    router.flush().run();
    assertThat(told).containsExactly("1 is flushed");
    move(B, 0, 2);
    told.clear();
    router.flush().run();
    assertThat(told).containsExactly("2 is flushed");
  }

  private static Payload bytes(int count) {
    return Payload.of(new byte[count]);
  }

  private void post(long from, int count) {
    for (int i = 0; i < count; i++) {
      router.message(1, from, bytes(0), List.of());
    }
  }

  private void move(long port, long seen, int to) {
    router.move(
        1,
        List.of(new PortRef(port, seen)),
        to,
        () -> told.add(to + " has " + PortRegister.text(port)));
  }

  private PortDownlink line(int node) {
    return new PortDownlink() {
      @Override
      public void message(long port, long number, Payload message, long[] ports) {
        List<String> names = Arrays.stream(ports).mapToObj(PortRegister::text).toList();
        told.add(
            node
                + ": "
                + PortRegister.text(port)
                + " #"
                + number
                + " "
                + message.length()
                + " "
                + names);
      }

      @Override
      public void closed(long port) {
        told.add(node + ": " + PortRegister.text(port) + " closed");
      }

      @Override
      public void flush() {
        told.add(node + " is flushed");
      }
    };
  }
}
