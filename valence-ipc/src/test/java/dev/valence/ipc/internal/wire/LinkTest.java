package dev.valence.ipc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
  @TempDir private Path folder;
  private LinkPair pair;
  private final LinkPair.Received atLeft = new LinkPair.Received();
  private final LinkPair.Received atRight = new LinkPair.Received();

  @BeforeEach
  void connect() throws Exception {
    pair = new LinkPair(folder);
  }

  @AfterEach
  void disconnect() throws Exception {
    pair.close();
  }

  private static Frame result(int id, byte[] bytes) {
    return new Frame.Result(id, Payload.of(bytes));
  }

  @Test
  void framesArriveInOrderBothWays() throws Exception {
    Link left = LinkPair.link(pair.left, atLeft, LinkLimits.DEFAULT);
    Link right = LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    for (int i = 0; i < 10_000; i++) {
      left.send(new Frame.Cancel(i), true);
      right.send(new Frame.Cancel(-i), true);
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(atRight.next()).isEqualTo(new Frame.Cancel(i));
      assertThat(atLeft.next()).isEqualTo(new Frame.Cancel(-i));
    }
  }

  @Test
  void framesOfEveryLengthArriveWhole() throws Exception {
    Link left = LinkPair.link(pair.left, atLeft, LinkLimits.DEFAULT);
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    Random random = new Random(7);
    List<Frame> sent = new ArrayList<>();
    int[] lengths = {0, 1, 131_060, 131_067, 131_068, 131_069, 1_048_571, 1_048_576, 3_000_001};
    for (int round = 0; round < 3; round++) {
      for (int length : lengths) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        sent.add(result(length, bytes));
        sent.add(new Frame.Cancel(length));
      }
    }
    sent.forEach(frame -> left.send(frame, true));
    for (Frame frame : sent) {
      assertThat(atRight.next()).isEqualTo(frame);
    }
  }

  @Test
  void sendersOfOneThreadKeepTheirOrderWhateverOthersDo() throws Exception {
    Link left = LinkPair.link(pair.left, atLeft, LinkLimits.DEFAULT);
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (int sender = 0; sender < 4; sender++) {
      int number = sender;
      senders.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  left.send(new Frame.PortConsumed(number, i), true);
                }
              },
              task -> new Thread(task).start()));
    }
    long[] next = new long[4];
    for (int i = 0; i < 20_000; i++) {
      Frame.PortConsumed frame = (Frame.PortConsumed) atRight.next();
      assertThat(frame.seq()).isEqualTo(next[(int) frame.port()]++);
    }
    senders.forEach(CompletableFuture::join);
  }

  @Test
  void writersThatComeAndGoDoNotMixTheirFrames() throws Exception {
    CompletableFuture<Link> rightLink = new CompletableFuture<>();
    int rounds = 20_000;
    CountDownLatch done = new CountDownLatch(3 * rounds);
    // The link's thread and three others write by turns; mostly there is nothing to write.
    atRight.hook(frame -> rightLink.join().send(frame, false));
    Semaphore[] answers = {new Semaphore(1), new Semaphore(1), new Semaphore(1)};
    atLeft.hook(
        frame -> {
          answers[((Frame.Result) frame).callId()].release();
          done.countDown();
        });
    Link left = LinkPair.link(pair.left, atLeft, LinkLimits.DEFAULT);
    rightLink.complete(LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT));
    for (int sender = 0; sender < 3; sender++) {
      int number = sender;
      new Thread(
              () -> {
                for (int i = 0; i < rounds && !left.isClosed(); i++) {
                  answers[number].acquireUninterruptibly();
                  left.send(result(number, new byte[i % 100]), true);
                }
              })
          .start();
    }

    assertThat(done.await(60, TimeUnit.SECONDS)).as(atLeft.closed + " " + atRight.closed).isTrue();
  }

  @Test
  void whoMayWaitIsHeldUpUntilTheOtherSideReads() throws Exception {
    LinkLimits limits = new LinkLimits(64 << 20, 64 << 20, 100_000, 1 << 30);
    Link left = LinkPair.link(pair.left, atLeft, limits);
    CountDownLatch sent = new CountDownLatch(1);
    int count = 200;
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                left.send(result(i, new byte[50_000]), true);
              }
              sent.countDown();
            });
    sender.start();
    // Nobody reads: 10 MB neither fit into the socket nor into the queue.
    while (sender.getState() != Thread.State.WAITING) {
      assertThat(sent.getCount()).isEqualTo(1);
      Thread.onSpinWait();
    }
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);

    for (int i = 0; i < count; i++) {
      assertThat(((Frame.Result) atRight.next()).callId()).isEqualTo(i);
    }
    assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoMayNotWaitIsNotHeldUpAndTooMuchBreaksTheLink() throws Exception {
    LinkLimits limits = new LinkLimits(64 << 20, 64 << 20, 100_000, 2_000_000);
    Link left = LinkPair.link(pair.left, atLeft, limits);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                left.send(result(i, new byte[50_000]), false);
              }
            })
        .isInstanceOf(LinkClosedException.class)
        .hasMessage("more than 2000000 bytes wait for the other side to read them");
    assertThat(atLeft.reason())
        .isEqualTo("more than 2000000 bytes wait for the other side to read them");
    assertThat(atLeft.how).isEqualTo(LinkEnd.FAULT);
  }

  @Test
  void aPausedReaderHoldsTheOtherSideUpAndGoesOn() throws Exception {
    LinkLimits limits = new LinkLimits(64 << 20, 64 << 20, 100_000, 1 << 30);
    Link left = LinkPair.link(pair.left, atLeft, limits);
    CompletableFuture<Link> rightLink = new CompletableFuture<>();
    CountDownLatch paused = new CountDownLatch(1);
    atRight.hook(
        frame -> {
          if (((Frame.Result) frame).callId() == 3) {
            rightLink.join().pauseReading();
            paused.countDown();
          }
        });
    Link right = LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    rightLink.complete(right);
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < 200; i++) {
                left.send(result(i, new byte[50_000]), true);
              }
            });
    sender.start();
    assertThat(paused.await(30, TimeUnit.SECONDS)).isTrue();
    while (sender.getState() != Thread.State.WAITING) {
      assertThat(sender.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    right.resumeReading();

    for (int i = 0; i < 200; i++) {
      assertThat(((Frame.Result) atRight.next()).callId()).isEqualTo(i);
    }
  }

  @Test
  void anInterruptedSenderDoesNotBreakTheLink() throws Exception {
    Link left = LinkPair.link(pair.left, atLeft, LinkLimits.DEFAULT);
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    Thread.currentThread().interrupt();
    left.send(new Frame.Cancel(1), true);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(atRight.next()).isEqualTo(new Frame.Cancel(1));
    left.send(new Frame.Cancel(2), true);
    assertThat(atRight.next()).isEqualTo(new Frame.Cancel(2));
  }

  @Test
  void whatWasSentBeforeTheGoodbyeArrives() throws Exception {
    Link left = LinkPair.link(pair.left, atLeft, LinkLimits.DEFAULT);
    left.send(result(1, new byte[5_000_000]), true);
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    left.finish(new Frame.Goodbye("done"), "we are done");

    assertThat(((Frame.Result) atRight.next()).value().length()).isEqualTo(5_000_000);
    assertThat(atRight.next()).isEqualTo(new Frame.Goodbye("done"));
    assertThat(atRight.reason()).isEqualTo("the other side has gone");
    assertThat(atLeft.reason()).isEqualTo("we are done");
    assertThat(atLeft.how).isEqualTo(LinkEnd.OWN);
    assertThat(atRight.how).isEqualTo(LinkEnd.PEER);
    assertThatThrownBy(() -> left.send(new Frame.Cancel(1), true))
        .isInstanceOf(LinkClosedException.class)
        .hasMessage("we are done");
  }

  private void write(int... bytes) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    for (int value : bytes) {
      buffer.put((byte) value);
    }
    pair.left.write(buffer.flip());
  }

  @Test
  void aLengthBeyondTheLimitBreaksTheLinkBeforeMemoryIsTaken() throws Exception {
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    write(0xFF, 0xFF, 0xFF, 0xF0, 8);

    assertThat(atRight.reason())
        .isEqualTo(
            "the other side broke the protocol: A frame of 4294967280 bytes; the limit is"
                + " 67108864");
  }

  @Test
  void aFrameWithoutATypeBreaksTheLink() throws Exception {
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    write(0, 0, 0, 0);

    assertThat(atRight.reason()).contains("A frame of 0 bytes");
  }

  @Test
  void anUnknownTypeBreaksTheLink() throws Exception {
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    write(0, 0, 0, 1, 77);

    assertThat(atRight.reason())
        .isEqualTo("the other side broke the protocol: No frame has the type 77");
  }

  @Test
  void aStreamThatEndsWithinAFrameIsTold() throws Exception {
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    write(0, 0, 0, 9, 10, 0);
    pair.left.close();

    assertThat(atRight.reason()).isEqualTo("the other side broke off within a frame");
  }

  @Test
  void aStreamThatEndsWithinALongFrameIsTold() throws Exception {
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    write(0, 0x20, 0, 0, 8, 1, 2, 3);
    pair.left.close();

    assertThat(atRight.reason()).isEqualTo("the other side broke off within a frame");
  }

  @Test
  void framesInSinglePiecesOfOneByteArrive() throws Exception {
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    byte[] bytes = FrameCodec.encode(new Frame.Send(0, "chännel", Payload.of(new byte[9])), 1024);
    for (byte value : bytes) {
      write(value);
    }
    assertThat(atRight.next()).isEqualTo(new Frame.Send(0, "chännel", Payload.of(new byte[9])));
  }

  @Test
  void aReceiverThatRefusesAFrameEndsTheLinkWithItsReason() throws Exception {
    atRight.hook(
        frame -> {
          throw new IllegalArgumentException("not this one");
        });
    LinkPair.link(pair.right, atRight, LinkLimits.DEFAULT);
    write(0, 0, 0, 5, 10, 0, 0, 0, 1);

    assertThat(atRight.reason()).isEqualTo("not this one");
  }
}
