package dev.valence.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyBufferTest {
  private static final int LARGE = 20_000;

  private final EventLoop loop = new DefaultEventLoop();
  private final ExecutorService network = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    network.shutdown();
  }

  /** Nobody sends. */
  private static final class Silence implements BodyStream {
    @Override
    public void subscribe(BodySink sink) {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}
  }

  private BodyBuffer buffer() {
    return new BodyBuffer(loop, new Silence());
  }

  private static ByteBuf piece() {
    return Unpooled.wrappedBuffer(new byte[LARGE]);
  }

  @Test
  void whatIsHeldIsReleasedWhenItIsGivenUp() {
    BodyBuffer buffer = buffer();
    ByteBuf held = piece();
    buffer.onData(held);
    buffer.claim();
    IOException cause = new IOException("enough");
    buffer.cancel(cause);

    assertThat(held.refCnt()).isZero();
    assertThat(buffer.held()).isZero();
    ByteBuf late = piece();
    buffer.onData(late);
    assertThat(late.refCnt()).isZero();
    assertThatThrownBy(() -> buffer.poll(() -> {}))
        .isInstanceOfSatisfying(
            BodyFailure.class, failure -> assertThat(failure.reason()).isSameAs(cause));
  }

  /** Many times, since what is looked for happens between two instructions. */
  @Test
  void whatComesWhileItIsGivenUpIsReleased() throws Exception {
    IOException cause = new IOException("enough");
    for (int round = 0; round < 2_000; round++) {
      BodyBuffer buffer = buffer();
      ByteBuf piece = piece();
      AtomicInteger ready = new AtomicInteger();
      int ahead = round % 100;
      Future<?> sent =
          network.submit(
              () -> {
                meet(ready, ahead);
                buffer.onData(piece);
              });
      meet(ready, 100 - ahead);
      buffer.cancel(cause);
      sent.get();
      assertThat(piece.refCnt()).as("round %d", round).isZero();
    }
  }

  /** Both threads go on at once, but for some spins. */
  private static void meet(AtomicInteger ready, int spins) {
    ready.incrementAndGet();
    while (ready.get() < 2) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
  }
}
