package dev.valence.ipc.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** What the main process offers to {@link ServiceGuest}. */
@IpcService(version = 3)
interface HostService {
  record Point(int x, int y) {}

  /** An error of the program's own. */
  final class QuotaException extends Exception {
    private static final long serialVersionUID = 1L;
    private final long used;

    QuotaException(String message, long used) {
      super(message);
      this.used = used;
    }

    public long used() {
      return used;
    }
  }

  String greet(Point from);

  /** Whether all bytes are those of {@link Pattern}, and how many. */
  long check(InputStream in) throws IOException;

  /** The sum of all x. */
  CompletableFuture<Long> sum(Flow.Publisher<Point> points);

  InputStream bytes(long count);

  CompletableFuture<Flow.Publisher<ByteBuffer>> buffers(int count);

  Flow.Publisher<Point> points(int count);

  /** Takes the bytes of two streams in turn. */
  String zip(InputStream first, InputStream second) throws IOException;

  void full() throws QuotaException;

  int count(int to, Progress<Integer> progress);

  /** Says when it has begun. */
  CompletableFuture<String> never(Progress<String> begun);

  @Deadline(value = 50, unit = TimeUnit.MILLISECONDS)
  CompletableFuture<String> late();

  /** The pid of who calls, by the event. */
  long caller();
}
