package dev.valence.ipc.service;

import dev.valence.ipc.main.IpcMainInvokeEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;

/** The main process's side. */
final class HostServiceImpl implements HostService {
  final CompletableFuture<String> never = new CompletableFuture<>();
  final CompletableFuture<Throwable> uploadFailed = new CompletableFuture<>();
  final LinkedBlockingQueue<String> uploads = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<String> greeted = new LinkedBlockingQueue<>();

  @Override
  public String greet(Point from) {
    greeted.add(from.toString());
    return "hello " + from.x() + "," + from.y();
  }

  @Override
  public long check(InputStream in) throws IOException {
    try (in) {
      uploads.add("begun");
      return Pattern.check(in);
    } catch (IOException e) {
      uploadFailed.complete(e);
      throw e;
    }
  }

  @Override
  public CompletableFuture<Long> sum(Flow.Publisher<Point> points) {
    CompletableFuture<Long> sum = new CompletableFuture<>();
    points.subscribe(
        new Flow.Subscriber<>() {
          private long total;

          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(Point point) {
            total += point.x();
          }

          @Override
          public void onError(Throwable thrown) {
            sum.completeExceptionally(thrown);
          }

          @Override
          public void onComplete() {
            sum.complete(total);
          }
        });
    return sum;
  }

  @Override
  public InputStream bytes(long count) {
    return new Pattern(count, null);
  }

  @Override
  public CompletableFuture<Flow.Publisher<ByteBuffer>> buffers(int count) {
    return CompletableFuture.completedFuture(
        published(count, i -> ByteBuffer.wrap(new byte[] {(byte) i, 1, 2})));
  }

  @Override
  public Flow.Publisher<Point> points(int count) {
    return published(count, i -> new Point(i, -i));
  }

  static <T> Flow.Publisher<T> published(int count, java.util.function.IntFunction<T> item) {
    return subscriber -> {
      SubmissionPublisher<T> publisher = new SubmissionPublisher<>();
      publisher.subscribe(subscriber);
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < count; i++) {
                  publisher.submit(item.apply(i));
                }
                publisher.close();
              });
      writer.setDaemon(true);
      writer.start();
    };
  }

  @Override
  public String zip(InputStream first, InputStream second) throws IOException {
    StringBuilder zipped = new StringBuilder();
    for (int a = first.read(), b = second.read(); a >= 0; a = first.read(), b = second.read()) {
      zipped.append((char) a).append((char) b);
    }
    return zipped.toString();
  }

  @Override
  public void full() throws QuotaException {
    throw new QuotaException("full", 1L << 40);
  }

  @Override
  public int count(int to, Progress<Integer> progress) {
    for (int i = 1; i <= to; i++) {
      progress.report(i);
    }
    return to;
  }

  @Override
  public CompletableFuture<String> never(Progress<String> begun) {
    begun.report("begun");
    return never;
  }

  @Override
  public CompletableFuture<String> late() {
    return new CompletableFuture<>();
  }

  @Override
  public long caller() {
    return ServiceCall.current().event(IpcMainInvokeEvent.class).processId();
  }
}
