package dev.valence.ipc.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.port.PortHub;
import dev.valence.ipc.internal.port.PortLimits;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessageEvent;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.Undefined;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams between two ports of one process. */
class MessageStreamsTest {
  record Point(int x, int y) {}

  private final EventThread events = new EventThread(null, null);
  private final PortHub hub = new PortHub(events, PortLimits.DEFAULT);
  private final MessageChannelMain channel = hub.main().channel();
  private final MessagePortMain here = channel.port1();
  private final MessagePortMain there = channel.port2();

  @AfterEach
  void everyPortIsClosed() throws Exception {
    for (int i = 0; i < 100 && hub.portCount() > 0; i++) {
      afterWhatIsThere();
    }
    events.close();
    assertThat(hub.portCount()).isZero();
  }

  /** Waits until what the event thread had to do, and what came of it there, is done. */
  private void afterWhatIsThere() throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    events.execute(() -> done.complete(null));
    done.get(60, TimeUnit.SECONDS);
  }

  private static void assertBytes(byte[] bytes, long length) {
    assertThat(bytes).hasSize((int) length);
    for (int i = 0; i < length; i++) {
      if (bytes[i] != Source.Bytes.at(i)) {
        throw new AssertionError("another byte at " + i);
      }
    }
  }

  @Test
  void bytesArriveAllAndInOrderAndTheSourceIsClosedOnce() throws Exception {
    Source.Bytes source = new Source.Bytes(5_000_003, null);
    MessageStreams.send(source, here);

    try (InputStream in = MessageStreams.inputStream(there)) {
      assertBytes(in.readAllBytes(), 5_000_003);
      assertThat(in.read()).isEqualTo(-1);
    }
    source.awaitClosed();
    assertThat(source.closes).hasValue(1);
  }

  @Test
  void anEmptyStreamEnds() throws Exception {
    MessageStreams.send(new ByteArrayInputStream(new byte[0]), here);
    assertThat(MessageStreams.inputStream(there).read()).isEqualTo(-1);
  }

  @Test
  void valuesArriveAsTheClassThatIsAskedFor() throws Exception {
    MessageStreams.send(new Source.Items(500, i -> new Point((int) i, 1)), here);

    Received<Point> received = Received.from(MessageStreams.publisher(there, Point.class));
    assertThat(received.next()).isEqualTo(new Point(0, 1));
    received.requestAll().ended.get(60, TimeUnit.SECONDS);

    assertThat(received.items).hasSize(499).last().isEqualTo(new Point(499, 1));
    assertThat(received.signals).containsExactly("complete");
  }

  @Test
  void aReaderThatTakesNothingHoldsTheSource() throws Exception {
    Source.Items source = new Source.Items(Long.MAX_VALUE, i -> i);
    MessageStreams.send(source, here);
    afterWhatIsThere();
    assertThat(source.requested).hasValue(0);

    Received<Integer> received = Received.from(MessageStreams.publisher(there, Integer.class));
    for (int taken = 0; taken < 100; taken++) {
      assertThat(received.next()).isEqualTo(taken);
      assertThat(source.requested.get()).isLessThanOrEqualTo(taken + 1 + 16);
    }
    for (int i = 0; i < 5; i++) {
      afterWhatIsThere();
    }
    assertThat(source.requested.get()).isBetween(100L, 116L);

    received.subscription.join().cancel();
    source.awaitCancelled();
  }

  @Test
  void anEndlessSourceIsClosedWhenItsReaderCloses() throws Exception {
    Source.Bytes source = new Source.Bytes(Long.MAX_VALUE, null);
    MessageStreams.send(source, here);
    InputStream in = MessageStreams.inputStream(there);
    assertBytes(in.readNBytes(1_000_000), 1_000_000);

    in.close();
    in.close();

    source.awaitClosed();
    assertThat(source.closes).hasValue(1);
    assertThat(source.given.get()).isLessThanOrEqualTo(1_000_000 + 18 * 65_536);
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("Stream closed");
  }

  @Test
  void closingBeforeReadingClosesTheSource() throws Exception {
    Source.Bytes source = new Source.Bytes(Long.MAX_VALUE, null);
    MessageStreams.send(source, here);
    MessageStreams.inputStream(there).close();
    source.awaitClosed();
    assertThat(source.given).hasValue(0);
  }

  @Test
  void aReaderThatWaitsIsLetGoByClose() throws Exception {
    InputStream in = MessageStreams.inputStream(there);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                in.read();
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });
    LinkedBlockingQueue<Object> heard = heardBy(here);
    reader.start();
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isNotNull();

    in.close();

    assertThat(thrown.get(60, TimeUnit.SECONDS)).hasMessage("Stream closed");
  }

  @Test
  void aFailureOfTheSourceComesAfterItsBytes() throws Exception {
    Source.Bytes source = new Source.Bytes(300_000, "disk on fire");
    MessageStreams.send(source, here);
    InputStream in = MessageStreams.inputStream(there);

    assertBytes(in.readNBytes(300_000), 300_000);
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("disk on fire");
    assertThatThrownBy(in::read).hasMessage("disk on fire");
    source.awaitClosed();
    assertThat(source.closes).hasValue(1);
  }

  @Test
  void aPublisherThatFailsFailsItsReader() throws Exception {
    MessageStreams.send(
        subscriber -> {
          subscriber.onSubscribe(new Nothing());
          subscriber.onError(new IllegalStateException("no more"));
        },
        here);
    Received<Object> received = Received.from(MessageStreams.publisher(there, Object.class));
    assertThatThrownBy(() -> received.ended.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("no more");
  }

  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }

  @Test
  void aWriterThatGoesWithoutAWordIsAFailure() throws Exception {
    InputStream in = MessageStreams.inputStream(there);
    here.postMessage(message("chunk", new byte[] {7}));
    here.close();

    assertThat(in.read()).isEqualTo(7);
    assertThatThrownBy(in::read)
        .isInstanceOf(IOException.class)
        .hasMessage("the writer of the stream has gone");
  }

  @Test
  void aPortThatIsClosedBeforeItIsReadIsAFailureToo() throws Exception {
    InputStream in = MessageStreams.inputStream(there);
    MessageChannelMain other = hub.main().channel();
    Flow.Publisher<Long> publisher = MessageStreams.publisher(other.port2(), Long.class);
    there.close();
    other.port2().close();
    here.close();
    other.port1().close();
    afterWhatIsThere();

    assertThatThrownBy(in::read).hasMessage("the writer of the stream has gone");
    Received<Long> received = Received.from(publisher);
    assertThat(received.signals).containsExactly("error: the writer of the stream has gone");
  }

  @Test
  void aSourceIsClosedWithItsOwnPort() throws Exception {
    Source.Bytes source = new Source.Bytes(Long.MAX_VALUE, null);
    MessageStreams.send(source, here);
    here.close();
    there.close();
    source.awaitClosed();
  }

  @Test
  void aReaderThatGoesWithoutAWordCancelsTheSource() throws Exception {
    Source.Items source = new Source.Items(Long.MAX_VALUE, i -> i);
    MessageStreams.send(source, here);
    there.close();
    source.awaitCancelled();
  }

  @Test
  void itemsThatCannotBeClonedFailTheStream() throws Exception {
    Source.Items source = new Source.Items(10, i -> i < 2 ? (Object) i : new Thread());
    MessageStreams.send(source, here);
    Received<Long> received = Received.from(MessageStreams.publisher(there, Long.class));
    assertThat(received.next()).isZero();
    assertThat(received.next()).isEqualTo(1);

    assertThatThrownBy(() -> received.ended.get(60, TimeUnit.SECONDS))
        .hasMessageContaining("An object could not be cloned.");
    source.awaitCancelled();
  }

  @Test
  void chunksOfAnotherTypeFailTheReaderAndCancelTheSource() throws Exception {
    Source.Items source = new Source.Items(Long.MAX_VALUE, i -> "text");
    MessageStreams.send(source, here);
    Received<Integer> received =
        Received.from(MessageStreams.publisher(there, Integer.class)).requestAll();

    assertThatThrownBy(() -> received.ended.get(60, TimeUnit.SECONDS))
        .hasMessageContaining("chunk is a string, no Integer");
    source.awaitCancelled();
  }

  @Test
  void valuesAreNoBytes() throws Exception {
    Source.Items source = new Source.Items(Long.MAX_VALUE, i -> "text");
    MessageStreams.send(source, here);
    InputStream in = MessageStreams.inputStream(there);

    assertThatThrownBy(in::read).hasMessage("a stream of bytes had a chunk without bytes: String");
    source.awaitCancelled();
  }

  @Test
  void longBuffersArriveInPieces() throws Exception {
    byte[] large = new byte[(5 << 20) + 1];
    large[large.length - 1] = 9;
    MessageStreams.send(new Source.Items(3, i -> ByteBuffer.wrap(large)), here);

    Received<ByteBuffer> received = Received.from(MessageStreams.bytes(there)).requestAll();
    received.ended.get(60, TimeUnit.SECONDS);

    assertThat(received.items).hasSize(18).allMatch(b -> b.remaining() <= 1 << 20);
    assertThat(received.items.stream().mapToLong(ByteBuffer::remaining).sum())
        .isEqualTo(3L * large.length);
  }

  @Test
  void aStreamIsForOneSubscriber() throws Exception {
    MessageStreams.send(new Source.Items(1, i -> i), here);
    Flow.Publisher<Long> publisher = MessageStreams.publisher(there, Long.class);
    Received<Long> first = Received.from(publisher);
    Received<Long> second = Received.from(publisher);

    assertThat(second.signals).containsExactly("error: A stream can be read only once");
    assertThat(first.next()).isZero();
    first.ended.get(60, TimeUnit.SECONDS);
  }

  @Test
  void aRequestOfNothingIsAnError() throws Exception {
    Source.Items source = new Source.Items(Long.MAX_VALUE, i -> i);
    MessageStreams.send(source, here);
    Received<Long> received = Received.from(MessageStreams.publisher(there, Long.class));
    received.subscription.join().request(0);
    assertThat(received.signals).containsExactly("error: request of no positive number");
    source.awaitCancelled();
  }

  @Test
  void waitingOnTheEventThreadIsRefused() throws Exception {
    InputStream in = MessageStreams.inputStream(there);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    events.execute(
        () -> {
          try {
            in.read();
          } catch (Throwable e) {
            thrown.complete(e);
          }
        });
    assertThat(thrown.get(60, TimeUnit.SECONDS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be waited for on the event thread");
    in.close();
    here.close();
  }

  // The other side as the Streams standard has it.

  private static JsObject message(String type, Object value) {
    return new JsObject().put("type", type).put("value", value);
  }

  private static LinkedBlockingQueue<Object> heardBy(MessagePortMain port) {
    LinkedBlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    port.on(MessagePortMain.MESSAGE, event -> heard.add(describe(event)));
    port.on(MessagePortMain.CLOSE, () -> heard.add("closed"));
    port.start();
    return heard;
  }

  private static String describe(MessageEvent event) {
    JsObject object = (JsObject) event.data();
    return object.get("type") + " " + object.get("value");
  }

  @Test
  void aWriterOfTheStandardSendsOneChunkAPullHoweverMuchIsAskedFor() throws Exception {
    // As in CrossRealmTransformWritable: a pull that comes while none is waited for counts once.
    byte[] data = new byte[100];
    List<String> types = new ArrayList<>();
    here.on(
        MessagePortMain.MESSAGE,
        event -> {
          String type = (String) ((JsObject) event.data()).get("type");
          types.add(type);
          if (types.size() <= 100) {
            data[types.size() - 1] = 1;
            here.postMessage(message("chunk", new JsArrayBuffer(new byte[] {1})));
          } else {
            here.postMessage(message("close", Undefined.VALUE));
            here.close();
          }
        });
    here.start();

    assertThat(MessageStreams.inputStream(there).readAllBytes()).isEqualTo(data);
    assertThat(types).hasSize(101).containsOnly("pull");
  }

  @Test
  void aReaderOfTheStandardPullsWithoutANumber() throws Exception {
    LinkedBlockingQueue<Object> heard = heardBy(there);
    Source.Items source = new Source.Items(2, i -> i);
    MessageStreams.send(source, here);

    there.postMessage(message("pull", Undefined.VALUE));
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("chunk 0");
    afterWhatIsThere();
    assertThat(source.requested).hasValue(1);
    there.postMessage(message("pull", Undefined.VALUE));
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("chunk 1");
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("close undefined");
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
  }

  @Test
  void aReaderOfTheStandardCancelsWithAnError() throws Exception {
    LinkedBlockingQueue<Object> heard = heardBy(there);
    Source.Bytes source = new Source.Bytes(Long.MAX_VALUE, null);
    MessageStreams.send(source, here);
    there.postMessage(message("error", "enough"));
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
    source.awaitClosed();
  }

  @Test
  void wordsThatAreNoneAreLeftAlone() throws Exception {
    MessageStreams.send(new Source.Items(1, i -> i), here);
    LinkedBlockingQueue<Object> heard = heardBy(there);
    there.postMessage("pull");
    there.postMessage(message("chunk", 1));
    there.postMessage(message("nonsense", 1));
    there.postMessage(new JsObject());
    there.postMessage(message("pull", -5));
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("chunk 0");
  }

  @Test
  void aReaderThatAsksForEndlessMuchGetsABoundedAmountAhead() throws Exception {
    Source.Items source = new Source.Items(Long.MAX_VALUE, i -> i);
    MessageStreams.send(source, here);
    there.postMessage(message("pull", Integer.MAX_VALUE));
    afterWhatIsThere();
    afterWhatIsThere();
    assertThat(source.requested).hasValue(256);
    there.close();
    source.awaitCancelled();
  }

  @Test
  void aWriterThatFloodsIsCutOff() throws Exception {
    LinkedBlockingQueue<Object> heard = heardBy(here);
    Received<Object> received = Received.from(MessageStreams.publisher(there, Object.class));
    for (int i = 0; i < 16 * 64 + 1; i++) {
      here.postMessage(message("chunk", i));
    }
    assertThatThrownBy(() -> received.ended.get(60, TimeUnit.SECONDS))
        .hasMessageContaining("sent more than it was asked");
    assertThat(heard.poll(60, TimeUnit.SECONDS)).asString().startsWith("pull");
  }

  @Test
  void manyStreamsAtOnceAreEachWhole() throws Exception {
    here.close();
    int count = 100;
    CountDownLatch whole = new CountDownLatch(count);
    AtomicReference<Throwable> wrong = new AtomicReference<>();
    for (int i = 0; i < count; i++) {
      MessageChannelMain own = hub.main().channel();
      long length = 1_000L * i;
      MessageStreams.send(new Source.Bytes(length, null), own.port1());
      new Thread(
              () -> {
                try (InputStream in = MessageStreams.inputStream(own.port2())) {
                  assertBytes(in.readAllBytes(), length);
                } catch (Throwable e) {
                  wrong.set(e);
                } finally {
                  whole.countDown();
                }
              })
          .start();
    }
    assertThat(whole.await(120, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong).hasNullValue();
  }
}
