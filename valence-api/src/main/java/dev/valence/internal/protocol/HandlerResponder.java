package dev.valence.internal.protocol;

import dev.valence.fetch.Response;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.scheme.SchemeAnswer;
import dev.valence.net.scheme.SchemeRequest;
import dev.valence.protocol.AsyncProtocolHandler;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Gives requests to a handler of the program, on the event thread. */
final class HandlerResponder implements Responder {
  private final AsyncProtocolHandler handler;

  HandlerResponder(AsyncProtocolHandler handler) {
    this.handler = handler;
  }

  @Override
  public void respond(ProtocolSurroundings session, SchemeRequest request, SchemeAnswer answer) {
    ProtocolRequestImpl given = new ProtocolRequestImpl(request, session.workers(), List.of());
    answer.whenOver(given::over);
    session.events().execute(() -> new Call(session, request, answer, given).begin(handler));
  }

  /** One call of the handler. */
  private record Call(
      ProtocolSurroundings session,
      SchemeRequest request,
      SchemeAnswer answer,
      ProtocolRequestImpl given) {
    void begin(AsyncProtocolHandler handler) {
      if (given.isOver()) {
        return;
      }
      CompletionStage<? extends Response> stage;
      try {
        stage = handler.handle(given);
      } catch (Exception | Error thrown) {
        failed(thrown);
        return;
      }
      if (stage == null) {
        answer.fail(new NetException(NetError.UNEXPECTED, "the handler gave no response", null));
        return;
      }
      answer.whenOver(why -> over(stage, why));
      stage.whenComplete(this::answered);
    }

    /** Told on the network thread; the program hears of it on its own. */
    private void over(CompletionStage<? extends Response> stage, @Nullable NetException why) {
      given.over(why);
      if (why != null) {
        session
            .events()
            .execute(
                () -> {
                  given.abort(why);
                  stage.toCompletableFuture().cancel(true);
                });
      }
    }

    private void answered(@Nullable Response response, @Nullable Throwable failure) {
      if (failure == null && given.isOver() && response != null) {
        response.close();
      } else if (failure == null) {
        Answers.send(session.workers(), request, answer, response);
      } else if (!given.isOver()) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        failed(cause == null ? failure : cause);
      }
    }

    private void failed(Throwable thrown) {
      if (!(thrown instanceof NetException)) {
        session.events().report("the handler of " + request.url().scheme() + ":", thrown);
      }
      answer.fail(Answers.failure(thrown));
    }
  }
}
