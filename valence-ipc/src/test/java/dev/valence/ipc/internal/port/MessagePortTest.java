package dev.valence.ipc.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessageEvent;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.Undefined;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels whose two ends are in one process. */
class MessagePortTest {
  private static final long PATIENCE_SECONDS = 300;

  private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private final EventThread events =
      new EventThread(null, (thread, thrown) -> uncaught.add(thrown));
  private final PortHub hub = new PortHub(events, PortLimits.DEFAULT);
  private final MessageChannelMain channel = hub.main().channel();
  private final MessagePortMain port1 = channel.port1();
  private final MessagePortMain port2 = channel.port2();

  @AfterEach
  void end() {
    hub.shutdown();
    events.close();
    assertThat(hub.portCount()).isZero();
    assertThat(hub.queuedBytes()).isZero();
    assertThat(hub.main().portCount()).isZero();
  }

  @Test
  void i065_aChannelHasTwoPorts() {
    assertThat(port1).isNotNull().isNotSameAs(port2);
    assertThat(channel.port1()).isSameAs(port1);
    assertThat(channel.port2()).isSameAs(port2);
  }

  @Test
  void i066_aMessageIsAnyValueAndNothingAtAllIsUndefined() throws Exception {
    BlockingQueue<MessageEvent> heard = listen(port1);
    port2.postMessage();
    for (Object value :
        Arrays.asList(
            Undefined.VALUE, 42, false, List.of(), "hello", Map.of("hello", "goodbye"), null)) {
      assertThatCode(() -> port2.postMessage(value)).doesNotThrowAnyException();
    }

    assertThat(next(heard).data()).isEqualTo(Undefined.VALUE);
    assertThat(next(heard).data()).isEqualTo(Undefined.VALUE);
    assertThat(next(heard).data()).isEqualTo(42);
    assertThat(next(heard).data()).isEqualTo(false);
    assertThat(next(heard).data()).isInstanceOf(JsArray.class);
    assertThat(next(heard).data()).isEqualTo("hello");
    JsObject object = (JsObject) next(heard).data();
    assertThat(object.get("hello")).isEqualTo("goodbye");
    assertThat(next(heard).data()).isNull();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void i067_i074_aListWithOtherThingsThanPortsIsRefused() {
    for (Object other : Arrays.asList(new byte[10], "port", java.time.Instant.EPOCH, null)) {
      List<?> transfer = Collections.singletonList(other);
      assertThatThrownBy(() -> port2.postMessage(null, (List) transfer))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Port at index 0 is not a valid port");
    }
    MessagePortMain third = hub.main().channel().port1();
    assertThatThrownBy(() -> port2.postMessage(null, Arrays.asList(third, null)))
        .hasMessage("Port at index 1 is not a valid port");
  }

  @Test
  void i069_messagesWaitForStart() throws Exception {
    BlockingQueue<MessageEvent> heard = new LinkedBlockingQueue<>();
    port1.on(MessagePortMain.MESSAGE, heard::add);
    port2.postMessage("hello");
    settle();
    assertThat(heard).isEmpty();

    port1.start();

    assertThat(next(heard).data()).isEqualTo("hello");
  }

  @Test
  void i073_postingToAClosedPortDoesNothing() throws Exception {
    BlockingQueue<MessageEvent> heard = listen(port2);
    port2.close();
    assertThatCode(() -> port1.postMessage("hello")).doesNotThrowAnyException();
    settle();
    assertThat(heard).isEmpty();
  }

  @Test
  void i075_i082_aPortTwiceIsRefused() {
    MessagePortMain other = hub.main().channel().port1();
    assertThatThrownBy(() -> port1.postMessage(null, List.of(other, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Port at index 1 is a duplicate.");
  }

  @Test
  void i077_i082_aPortCannotTransferItself() {
    MessagePortMain other = hub.main().channel().port1();
    assertThatThrownBy(() -> port1.postMessage(null, List.of(other, other, port1)))
        .as("this check precedes that for duplicates")
        .hasMessage("Port at index 2 contains the source port.");
  }

  @Test
  void i079_theEventHasDataAndPorts() throws Exception {
    BlockingQueue<MessageEvent> heard = listen(port1);
    MessageChannelMain other = hub.main().channel();
    port2.postMessage(1);
    port2.postMessage(2, List.of(other.port1()));

    assertThat(next(heard)).isEqualTo(new MessageEvent(1, List.of()));
    MessageEvent second = next(heard);
    assertThat(second.data()).isEqualTo(2);
    assertThat(second.dataAs(long.class)).isEqualTo(2L);
    assertThat(second.ports()).hasSize(1).doesNotContain(other.port1());
  }

  @Test
  void i081_startAndCloseASecondTimeDoNothing() throws Exception {
    BlockingQueue<MessageEvent> heard = listen(port1);
    port1.start();
    port2.postMessage("once");
    assertThat(next(heard).data()).isEqualTo("once");
    BlockingQueue<String> closes = closes(port1);

    port1.close();
    port1.close();
    port1.start();
    port2.postMessage("gone");

    assertThat(closes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
    settle();
    assertThat(closes).isEmpty();
    assertThat(heard).isEmpty();
  }

  @Test
  void i082_aFailedCallTransfersNothing() throws Exception {
    MessageChannelMain other = hub.main().channel();
    BlockingQueue<MessageEvent> heard = listen(other.port1());
    assertThatThrownBy(() -> port1.postMessage(new Object(), List.of(other.port1())))
        .isInstanceOf(DataCloneException.class)
        .hasMessage("An object could not be cloned.");
    assertThatThrownBy(() -> port1.postMessage(1, List.of(other.port1(), port1)))
        .isInstanceOf(IllegalArgumentException.class);

    other.port2().postMessage("still here");

    assertThat(next(heard).data()).isEqualTo("still here");
  }

  @Test
  void i082_aPortThatWasTransferredIsNeutered() {
    MessagePortMain other = hub.main().channel().port1();
    port1.postMessage(null, List.of(other));
    assertThatThrownBy(() -> port1.postMessage(null, List.of(other)))
        .hasMessage("Port at index 0 is already neutered.");
  }

  @Test
  void i083_aTransferredPortNeitherReceivesNorPosts() throws Exception {
    MessageChannelMain travelling = hub.main().channel();
    MessagePortMain before = travelling.port1();
    BlockingQueue<MessageEvent> heardBefore = listen(before);
    BlockingQueue<String> closesBefore = closes(before);
    BlockingQueue<MessageEvent> carrier = listen(port2);
    BlockingQueue<MessageEvent> heardAtOtherEnd = listen(travelling.port2());
    port1.postMessage("take it", List.of(before));
    before.postMessage("from nowhere");
    before.postMessage("even with itself", List.of(before));
    before.start();
    before.close();

    MessagePortMain after = next(carrier).ports().get(0);
    BlockingQueue<MessageEvent> heardAfter = listen(after);
    travelling.port2().postMessage("for the new one");
    after.postMessage("from the new one");

    assertThat(next(heardAfter).data()).isEqualTo("for the new one");
    assertThat(next(heardAtOtherEnd).data()).isEqualTo("from the new one");
    assertThat(heardBefore).isEmpty();
    assertThat(heardAtOtherEnd).isEmpty();
    assertThat(closesBefore).isEmpty();
  }

  @Test
  void i059_messagesThatWaitTravelWithThePort() throws Exception {
    MessageChannelMain outer = hub.main().channel();
    MessageChannelMain inner = hub.main().channel();
    inner.port2().postMessage("matryoshka");
    outer.port2().postMessage(null, List.of(inner.port1()));
    port2.postMessage("", List.of(outer.port1()));

    MessagePortMain outerPort = next(listen(port1)).ports().get(0);
    MessagePortMain innerPort = next(listen(outerPort)).ports().get(0);

    assertThat(next(listen(innerPort)).data()).isEqualTo("matryoshka");
  }

  @Test
  void messagesThatWereNotSeenGoWithAStartedPort() throws Exception {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    BlockingQueue<MessageEvent> carrier = listen(port2);
    MessageChannelMain travelling = hub.main().channel();
    MessagePortMain before = travelling.port1();
    before.on(
        MessagePortMain.MESSAGE,
        event -> {
          seen.add(event.data());
          if (seen.size() == 400) {
            port1.postMessage(null, List.of(before));
          }
        });
    for (int i = 0; i < 1_000; i++) {
      travelling.port2().postMessage(i);
    }
    before.start();
    BlockingQueue<MessageEvent> rest = listen(next(carrier).ports().get(0));
    while (seen.size() < 1_000) {
      seen.add(next(rest).data());
    }

    assertThat(seen).isEqualTo(java.util.stream.IntStream.range(0, 1_000).boxed().toList());
  }

  @Test
  void closeComesAfterTheMessagesAtBothEndsOnce() throws Exception {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    port1.on(MessagePortMain.MESSAGE, event -> heard.add(event.data()));
    port1.on(MessagePortMain.CLOSE, () -> heard.add("close"));
    BlockingQueue<String> own = closes(port2);
    for (int i = 0; i < 600; i++) {
      port2.postMessage(i);
    }
    port2.close();
    settle();
    assertThat(heard).as("the messages wait, and so does the end").isEmpty();
    port1.start();

    for (int i = 0; i < 600; i++) {
      assertThat(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(i);
    }
    assertThat(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
    assertThat(own.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
    settle();
    assertThat(heard).isEmpty();
    assertThat(own).isEmpty();
  }

  @Test
  void thePortsOfAMessageThatNobodyHearsAreClosed() throws Exception {
    MessageChannelMain unwanted = hub.main().channel();
    BlockingQueue<String> closes = closes(unwanted.port2());
    port1.start();
    port2.postMessage(null, List.of(unwanted.port1()));
    assertThat(closes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
  }

  @Test
  void portsPostedToNobodyAreClosed() throws Exception {
    MessageChannelMain lost = hub.main().channel();
    BlockingQueue<String> closes = closes(lost.port2());
    port2.close();
    port1.postMessage(null, List.of(lost.port1()));
    assertThat(closes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
  }

  @Test
  void aClosedPortCanTravelAndIsClosedThere() throws Exception {
    MessagePortMain closed = hub.main().channel().port1();
    closed.close();
    port2.postMessage(null, List.of(closed));
    CountDownLatch again = new CountDownLatch(1);
    port1.on(
        MessagePortMain.MESSAGE,
        event -> event.ports().get(0).on(MessagePortMain.CLOSE, again::countDown));
    port1.start();
    assertThat(again.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPortInItsOwnChannelEndsIt() throws Exception {
    BlockingQueue<String> closes = closes(port1);
    port1.postMessage("around", List.of(port2));
    assertThat(closes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
  }

  @Test
  void portsInEachOtherEndAsWell() throws Exception {
    MessageChannelMain other = hub.main().channel();
    BlockingQueue<String> closes = closes(port1);
    BlockingQueue<String> otherCloses = closes(other.port1());
    port1.postMessage("one in the other", List.of(other.port2()));
    other.port1().postMessage("and the other in the one", List.of(port2));
    assertThat(closes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
    assertThat(otherCloses.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
  }

  @Test
  void i062_aPortThatNobodyHasAnyMoreIsClosed() throws Exception {
    MessagePortMain kept = makeAndDropOneEnd();
    BlockingQueue<String> closes = closes(kept);
    String heard = null;
    for (int i = 0; i < 600 && heard == null; i++) {
      System.gc();
      heard = closes.poll(100, TimeUnit.MILLISECONDS);
    }
    assertThat(heard).isEqualTo("close");
    assertThatCode(kept::close).doesNotThrowAnyException();
  }

  @Test
  void i078_aStartedPortHearsThoughNobodyKeepsIt() throws Exception {
    BlockingQueue<MessageEvent> heard = new LinkedBlockingQueue<>();
    MessagePortMain kept = startAndDrop(heard);
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    kept.postMessage("hello");
    assertThat(next(heard).data()).isEqualTo("hello");
  }

  @Test
  void aListenerThatThrowsIsReportedAndTheNextMessageComes() throws Exception {
    port1.on(
        MessagePortMain.MESSAGE,
        event -> {
          throw new IllegalStateException("no");
        });
    BlockingQueue<MessageEvent> heard = listen(port1);
    port2.postMessage(1);
    port2.postMessage(2);
    assertThat(next(heard).data()).isEqualTo(1);
    assertThat(next(heard).data()).isEqualTo(2);
    assertThat(uncaught.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).hasMessage("no");
  }

  @Test
  void portsOfAnotherValenceCannotTravel() {
    EventThread otherEvents = new EventThread(null, null);
    PortHub other = new PortHub(otherEvents, PortLimits.DEFAULT);
    MessagePortMain foreign = other.main().channel().port1();
    assertThatThrownBy(() -> port1.postMessage(null, List.of(foreign)))
        .hasMessage("Port at index 0 belongs to another Valence");
    other.shutdown();
    otherEvents.close();
  }

  @Test
  void afterTheEndNoChannelIsMadeAndPortsAreClosed() throws Exception {
    BlockingQueue<String> closes = closes(port1);
    hub.shutdown();
    assertThat(closes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
    assertThatCode(() -> port1.postMessage(1, List.of(port2))).doesNotThrowAnyException();
    assertThatThrownBy(() -> hub.main().channel())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The IPC of this process has ended: no channel is made");
  }

  private MessagePortMain makeAndDropOneEnd() {
    return hub.main().channel().port2();
  }

  private MessagePortMain startAndDrop(BlockingQueue<MessageEvent> heard) {
    MessageChannelMain dropped = hub.main().channel();
    dropped.port1().on(MessagePortMain.MESSAGE, heard::add).start();
    return dropped.port2();
  }

  private static BlockingQueue<MessageEvent> listen(MessagePortMain port) {
    BlockingQueue<MessageEvent> heard = new LinkedBlockingQueue<>();
    port.on(MessagePortMain.MESSAGE, heard::add);
    port.start();
    return heard;
  }

  private static BlockingQueue<String> closes(MessagePortMain port) {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    port.on(MessagePortMain.CLOSE, () -> heard.add("close"));
    return heard;
  }

  private static MessageEvent next(BlockingQueue<MessageEvent> heard) throws InterruptedException {
    MessageEvent event = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(event).as("a message").isNotNull();
    return event;
  }

  /** All that was caused before has been heard. */
  private void settle() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    events.execute(() -> events.execute(done::countDown));
    assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
