package dev.valence.internal.protocol;

import dev.valence.internal.fetch.BodyBuffer;
import dev.valence.internal.fetch.BodyReading;
import dev.valence.internal.fetch.FileBody;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.PulledBody;
import dev.valence.net.RequestBody;
import dev.valence.net.scheme.SchemeAnswer;
import dev.valence.net.scheme.SchemeRequest;
import dev.valence.protocol.LegacyProtocolHandler;
import dev.valence.protocol.ProtocolCallback;
import dev.valence.protocol.ProtocolResponse;
import dev.valence.protocol.ProtocolUploadData;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Gives requests to a handler of an older family, on the event thread, with all of the body in
 * memory.
 */
final class LegacyResponder implements Responder {
  /** A longer body is for {@code protocol.handle}, which streams. */
  static final int MOST_UPLOADED = 64 << 20;

  private final LegacyKind kind;
  private final LegacyProtocolHandler handler;

  LegacyResponder(LegacyKind kind, LegacyProtocolHandler handler) {
    this.kind = kind;
    this.handler = handler;
  }

  @Override
  public void respond(ProtocolSurroundings session, SchemeRequest request, SchemeAnswer answer) {
    RequestBody body = request.body();
    if (body == null) {
      call(session, request, answer, List.of());
    } else if (body instanceof FileBody file) {
      call(session, request, answer, List.of(new ProtocolUploadData(new byte[0], file.file())));
    } else {
      PulledBody stream = PulledBody.of(request.loop(), body);
      BodyBuffer buffer = new BodyBuffer(request.loop(), stream);
      answer.whenOver(
          why -> {
            buffer.cancel(gone(why));
            // Also where the buffer broke off by itself, as the body is too long.
            stream.cancel();
          });
      stream.subscribe(buffer);
      BodyReading.bytes(session.workers(), buffer, MOST_UPLOADED)
          .whenComplete(
              (bytes, failure) -> {
                if (failure == null) {
                  call(session, request, answer, List.of(new ProtocolUploadData(bytes, null)));
                } else {
                  answer.fail(
                      failure instanceof NetException error
                          ? error
                          : new NetException(NetError.FAILED, "no request body", failure));
                }
              });
    }
  }

  private static NetException gone(@Nullable NetException why) {
    return new NetException(NetError.ABORTED, "the request is over", why);
  }

  private void call(
      ProtocolSurroundings session,
      SchemeRequest request,
      SchemeAnswer answer,
      List<ProtocolUploadData> uploaded) {
    ProtocolRequestImpl given = new ProtocolRequestImpl(request, session.workers(), uploaded);
    answer.whenOver(
        why -> {
          given.over(why);
          if (why != null) {
            session.events().execute(() -> given.abort(why));
          }
        });
    session
        .events()
        .execute(
            () -> {
              if (given.isOver()) {
                return;
              }
              try {
                handler.handle(given, new Callback(kind, session, request, answer));
              } catch (Exception | Error thrown) {
                session.events().report("the handler of " + request.url().scheme() + ":", thrown);
                answer.fail(Answers.failure(thrown));
              }
            });
  }

  /** Takes one answer. */
  private static final class Callback implements ProtocolCallback {
    private final LegacyKind kind;
    private final ProtocolSurroundings session;
    private final SchemeRequest request;
    private final SchemeAnswer answer;
    private final AtomicBoolean answered = new AtomicBoolean();

    Callback(
        LegacyKind kind, ProtocolSurroundings session, SchemeRequest request, SchemeAnswer answer) {
      this.kind = kind;
      this.session = session;
      this.request = request;
      this.answer = answer;
    }

    @Override
    public void respond(ProtocolResponse response) {
      once();
      LegacyAnswers.send(kind, session, request, answer, response);
    }

    @Override
    public void respond() {
      once();
      answer.fail(new NetException(NetError.FAILED, "the handler answered with nothing", null));
    }

    private void once() {
      if (!answered.compareAndSet(false, true)) {
        throw new IllegalStateException("this request was answered already");
      }
    }
  }
}
