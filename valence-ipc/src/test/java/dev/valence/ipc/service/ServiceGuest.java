package dev.valence.ipc.service;

import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.message.IpcTimeoutException;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** The renderer of {@link ServicesAcrossProcessesTest}. */
final class ServiceGuest implements GuestService {
  private final HostService host;
  private final IpcRenderer ipc;
  private final Pattern endless = new Pattern(Long.MAX_VALUE, null);
  private final CompletableFuture<String> pending = new CompletableFuture<>();

  private ServiceGuest(IpcRenderer ipc) {
    this.ipc = ipc;
    this.host = ipc.service("host", HostService.class);
  }

  public static void main(String[] args) {
    IpcRenderer ipc = RendererProcess.current().ipcRenderer();
    ipc.expose("guest", GuestService.class, new ServiceGuest(ipc), Executors.newCachedThreadPool());
    ipc.send("guest is ready");
  }

  @Override
  public String greetHost(HostService.Point from) {
    return host.greet(from);
  }

  @Override
  public long upload(long count) throws IOException {
    return host.check(new Pattern(count, null));
  }

  @Override
  public long download(long count) throws IOException {
    try (InputStream in = host.bytes(count)) {
      return Pattern.check(in);
    }
  }

  @Override
  public long downloadBuffers(int count) throws Exception {
    Collected<ByteBuffer> collected = new Collected<>();
    host.buffers(count).get(60, TimeUnit.SECONDS).subscribe(collected);
    List<ByteBuffer> items = collected.all.get(60, TimeUnit.SECONDS);
    return items.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  @Override
  public long downloadMany(int streams, long count) throws Exception {
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      open.add(host.bytes(count));
    }
    long total = 0;
    for (InputStream in : open) {
      try (in) {
        total += Pattern.check(in);
      }
    }
    return total;
  }

  @Override
  public int points(int count) throws Exception {
    Collected<HostService.Point> collected = new Collected<>();
    host.points(count).subscribe(collected);
    List<HostService.Point> items = collected.all.get(60, TimeUnit.SECONDS);
    for (int i = 0; i < count; i++) {
      if (!items.get(i).equals(new HostService.Point(i, -i))) {
        throw new IllegalStateException("another point at " + i + ": " + items.get(i));
      }
    }
    return items.size();
  }

  @Override
  public long sum(int count) {
    return host.sum(HostServiceImpl.published(count, i -> new HostService.Point(i, 0))).join();
  }

  @Override
  public String zip() throws IOException {
    return host.zip(stream("ace"), stream("bdf"));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String full() {
    try {
      host.full();
      return "no error";
    } catch (HostService.QuotaException e) {
      return e.getMessage() + " " + e.used();
    }
  }

  @Override
  public String count(int to) {
    StringBuffer heard = new StringBuffer();
    int result = host.count(to, value -> heard.append(value).append(' '));
    return heard.append("= ").append(result).toString();
  }

  @Override
  public String never() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> future = host.never(value -> begun.countDown());
    begun.await();
    future.cancel(true);
    return String.valueOf(future.isCancelled());
  }

  @Override
  public String late() {
    try {
      return host.late().join();
    } catch (CompletionException e) {
      return e.getCause() instanceof IpcTimeoutException ? "timed out" : e.toString();
    }
  }

  interface OtherHost {
    String greet(HostService.Point from);
  }

  @Override
  public String wrongVersion() {
    try {
      return ipc.service("host", OtherHost.class).greet(new HostService.Point(1, 1));
    } catch (IpcException e) {
      return e.remote().orElseThrow().message();
    }
  }

  @Override
  public long caller() {
    return host.caller();
  }

  @Override
  public CompletableFuture<Long> uploadEndless() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return host.check(new Pattern(Long.MAX_VALUE, null));
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  @Override
  public InputStream endless() {
    return endless;
  }

  @Override
  public InputStream failing(long count) {
    return new Pattern(count, "the guest's disk");
  }

  @Override
  public Flow.Publisher<HostService.Point> endlessPoints() {
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              private int next;

              @Override
              public synchronized void request(long count) {
                for (long i = 0; i < count; i++) {
                  subscriber.onNext(new HostService.Point(next++, 0));
                }
              }

              @Override
              public void cancel() {
                endless.close();
              }
            });
  }

  @Override
  public CompletableFuture<Integer> endlessClosed() {
    return endless.closed;
  }

  @Override
  public CompletableFuture<String> pending(Progress<String> begun) {
    begun.report("begun");
    return pending;
  }

  @Override
  public CompletableFuture<Boolean> pendingCancelled() {
    return pending.handle((value, thrown) -> pending.isCancelled());
  }

  /** Takes all. */
  private static final class Collected<T> implements Flow.Subscriber<T> {
    final CompletableFuture<List<T>> all = new CompletableFuture<>();
    private final List<T> items = new ArrayList<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T item) {
      items.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
      all.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
      all.complete(items);
    }
  }
}
