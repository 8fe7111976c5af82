package dev.valence.internal.fetch;

import dev.valence.event.async.Promise;
import dev.valence.internal.async.Workers;
import dev.valence.net.http.HeaderList;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Ways to read a body in one go. */
public final class BodyReading {
  private BodyReading() {}

  /** Gathers the whole body. */
  public static Promise<byte[]> bytes(Workers workers, BodyBuffer body) {
    BodyPromise<byte[]> promise = new BodyPromise<>(workers, body, bytes -> bytes);
    promise.start();
    return promise;
  }

  /** Gathers the whole body; one of more than {@code most} bytes fails. */
  public static Promise<byte[]> bytes(Workers workers, BodyBuffer body, int most) {
    BodyPromise<byte[]> promise = new BodyPromise<>(workers, body, bytes -> bytes);
    promise.start(most);
    return promise;
  }

  /** A body without a byte. */
  public static BodyBuffer empty() {
    return BodyBuffer.of(new byte[0], new HeaderList(1));
  }

  /**
   * The body, which is claimed already, for one subscriber.
   *
   * @param owner kept reachable meanwhile
   */
  public static Flow.Publisher<ByteBuffer> publisher(
      Workers workers, BodyBuffer body, Object owner) {
    return new BodyPublisher(workers, body, owner);
  }

  /**
   * The body, which is claimed already, as a blocking stream.
   *
   * @param owner kept reachable meanwhile
   */
  public static InputStream inputStream(BodyBuffer body, Object owner) {
    return new BodyInputStream(body, owner);
  }

  /**
   * Copies the body to a stream, which is flushed and stays open.
   *
   * @param owner kept reachable meanwhile
   */
  public static Promise<Long> copy(
      Workers workers, BodyBuffer body, OutputStream stream, Object owner) {
    body.claim();
    BodyConsumer consumer =
        new BodyConsumer(
            workers,
            body,
            new BodyConsumer.Target() {
              @Override
              public void accept(ByteBuffer piece) throws Exception {
                byte[] bytes = new byte[piece.remaining()];
                piece.get(bytes);
                stream.write(bytes);
              }

              @Override
              public void complete() throws Exception {
                stream.flush();
              }
            },
            owner);
    consumer.start();
    return consumer;
  }
}
