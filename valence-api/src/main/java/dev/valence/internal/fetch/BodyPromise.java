package dev.valence.internal.fetch;

import dev.valence.event.async.Promise;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.util.concurrent.Executor;

/** A future of a whole body in some form. Whoever cancels it gives the body up. */
final class BodyPromise<T> extends Promise<T> {
  /** Makes the form wanted out of the bytes. */
  interface Form<T> {
    T of(byte[] bytes) throws Exception;
  }

  private final BodyBuffer body;
  private final Form<T> form;

  BodyPromise(Executor workers, BodyBuffer body, Form<T> form) {
    super(workers);
    this.body = body;
    this.form = form;
  }

  /** Starts to gather. */
  void start() {
    start(Integer.MAX_VALUE - 8);
  }

  /** Starts to gather; a body of more bytes than this fails. */
  void start(int most) {
    body.collect(
        new ByteCollector(0, most) {
          @Override
          void finish() {
            settleRaw(toByteArray());
          }

          @Override
          void fail(Throwable cause) {
            settleFailure(cause);
          }
        });
  }

  @Override
  protected T refine(Object bytes) throws Exception {
    return form.of((byte[]) bytes);
  }

  @Override
  protected void onAbandoned() {
    body.cancel(new NetException(NetError.ABORTED, "the future of the body was cancelled", null));
  }
}
