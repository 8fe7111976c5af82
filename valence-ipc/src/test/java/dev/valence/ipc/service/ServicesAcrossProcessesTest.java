package dev.valence.ipc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.IpcHub;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Typed calls and streams between this process and a renderer that is another, with 48 MB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServicesAcrossProcessesTest {
  private static final long PATIENCE_SECONDS = 120;

  private final IpcHub hub = IpcHub.builder().build();
  private final HostServiceImpl impl = new HostServiceImpl();
  private GuestService guest;
  private Renderer renderer;

  @BeforeAll
  void start() throws Exception {
    hub.ipcMain().expose("host", HostService.class, impl);
    renderer = spawn();
    guest = renderer.service("guest", GuestService.class);
  }

  @AfterAll
  void close() {
    hub.close();
  }

  private Renderer spawn() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    Renderer spawned =
        hub.renderers()
            .spawn(
                ServiceGuest.class,
                RendererOptions.builder()
                    .jvmArguments("-Xmx48m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                    .build());
    spawned.ipc().once("guest is ready", (event, args) -> ready.countDown());
    assertThat(ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return spawned;
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void callsGoBothWaysWithTheirTypes() {
    assertThat(guest.greetHost(new HostService.Point(3, 4))).isEqualTo("hello 3,4");
    assertThat(impl.greeted).contains("Point[x=3, y=4]");
  }

  @Test
  void theImplementationKnowsWhoCalls() {
    assertThat(guest.caller()).isEqualTo(renderer.pid());
  }

  @Test
  void aDeclaredExceptionKeepsItsClassAndFields() {
    assertThat(guest.full()).isEqualTo("full " + (1L << 40));
  }

  @Test
  void progressComesInOrderBeforeTheResult() {
    assertThat(guest.count(5)).isEqualTo("1 2 3 4 5 = 5");
  }

  @Test
  void cancellingReachesTheOtherProcessBothWays() throws Exception {
    assertThat(guest.never()).isEqualTo("true");
    assertThatThrownBy(() -> get(impl.never)).isInstanceOf(CancellationException.class);

    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> pending = guest.pending(value -> begun.countDown());
    assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    pending.cancel(true);
    assertThat(get(guest.pendingCancelled())).isTrue();
  }

  @Test
  void theDeadlineOfAMethodCounts() throws Exception {
    assertThat(guest.late()).isEqualTo("timed out");
  }

  @Test
  void anotherVersionIsToldSo() {
    assertThat(guest.wrongVersion())
        .isEqualTo("The service 'host' has version 3 here; the caller was built for version 1");
  }

  @Test
  void aServiceThatWasWithdrawnHasNoHandler() {
    ExposedService exposed = hub.ipcMain().expose("gone", HostService.class, impl);
    assertThat(exposed.name()).isEqualTo("gone");
    assertThatThrownBy(() -> hub.ipcMain().expose("gone", HostService.class, impl))
        .hasMessageContaining("second handler");
    exposed.close();
    exposed.close();

    assertThat(hub.ipcMain().listenerCount("gone")).isZero();
    ExposedService again = hub.ipcMain().expose("gone", HostService.class, impl);
    again.close();
    GuestService nobody = renderer.service("nobody", GuestService.class);
    assertThatThrownBy(nobody::full)
        .isInstanceOf(IpcException.class)
        .hasMessageContaining("No handler registered for 'nobody'");
  }

  @Test
  void aHundredMegabytesGoThroughWithLittleMemory() throws Exception {
    assertThat(guest.upload(100L << 20)).isEqualTo(100L << 20);
    assertThat(guest.download(100L << 20)).isEqualTo(100L << 20);
  }

  @Test
  void streamsOfBuffersAndOfValuesGoThrough() throws Exception {
    assertThat(guest.downloadBuffers(200)).isEqualTo(600);
    assertThat(guest.points(2_000)).isEqualTo(2_000);
    assertThat(guest.sum(100)).isEqualTo(4_950);
    assertThat(guest.zip()).isEqualTo("abcdef");
  }

  @Test
  void manyStreamsAreOpenAtOnce() throws Exception {
    assertThat(guest.downloadMany(200, 100_000)).isEqualTo(200 * 100_000L);
  }

  @Test
  void anEndlessStreamIsClosedOverThereWhenItIsClosedHere() throws Exception {
    InputStream in = guest.endless();
    Pattern.check(in.readNBytes(1 << 20), 1 << 20, 0);
    in.close();
    assertThat(get(guest.endlessClosed())).isEqualTo(1);
  }

  @Test
  void aFailureMidwayComesAfterTheBytesBeforeIt() throws Exception {
    try (InputStream in = guest.failing(200_000)) {
      Pattern.check(in.readNBytes(200_000), 200_000, 0);
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("the guest's disk");
    }
  }

  @Test
  void sourcesOfACallThatFailsAreClosed() throws Exception {
    HostService nobody = renderer.service("nobody", HostService.class);
    Pattern source = new Pattern(Long.MAX_VALUE, null);
    assertThatThrownBy(() -> nobody.check(source)).isInstanceOf(IpcException.class);
    assertThat(get(source.closed)).isEqualTo(1);
  }

  @Test
  void killingTheWriterFailsTheReader() throws Exception {
    Renderer other = spawn();
    InputStream in = other.service("guest", GuestService.class).endless();
    Pattern.check(in.readNBytes(300_000), 300_000, 0);

    other.kill();

    assertThatThrownBy(() -> Pattern.check(endOf(in)))
        .isInstanceOf(IOException.class)
        .hasMessage("the writer of the stream has gone");
    get(other.exited());
  }

  /** The same stream, of whose bytes nothing is known. */
  private static InputStream endOf(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count = 0; count >= 0; count = in.read(buffer)) {
      // Until it fails.
    }
    return in;
  }

  @Test
  void killingACallerFailsWhatItUploadsAndItsSubscriptionsEnd() throws Exception {
    Renderer other = spawn();
    GuestService service = other.service("guest", GuestService.class);
    impl.uploads.clear();
    CompletableFuture<Long> upload = service.uploadEndless();
    assertThat(impl.uploads.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("begun");
    Taken taken = new Taken();
    service.endlessPoints().subscribe(taken);
    for (int i = 0; i < 100; i++) {
      assertThat(taken.next()).isEqualTo(new HostService.Point(i, 0));
    }

    other.kill();

    // The call is cancelled with its caller, which interrupts who answers it.
    assertThat(get(impl.uploadFailed)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(upload)).hasCauseInstanceOf(IpcException.class);
    // After what had arrived before.
    taken.subscription.request(Long.MAX_VALUE);
    assertThat(get(taken.failed)).hasMessage("the writer of the stream has gone");
    get(other.exited());
  }

  /** Takes one at a time. */
  private static final class Taken implements Flow.Subscriber<HostService.Point> {
    final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final LinkedBlockingQueue<HostService.Point> items = new LinkedBlockingQueue<>();
    private Flow.Subscription subscription;

    HostService.Point next() throws InterruptedException {
      subscription.request(1);
      return items.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(HostService.Point item) {
      items.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
      failed.complete(thrown);
    }

    @Override
    public void onComplete() {
      failed.complete(new AssertionError("it is endless"));
    }
  }
}
