package dev.valence.internal.protocol;

import dev.valence.internal.folder.SourceRoutes;
import dev.valence.net.scheme.SchemeAnswer;
import dev.valence.net.scheme.SchemeRequest;
import dev.valence.protocol.ProtocolSource;
import java.io.IOException;

/** Answers with files, without the event thread. */
final class SourceResponder implements Responder {
  private final SourceRoutes routes;

  SourceResponder(ProtocolSource source) {
    this.routes = new SourceRoutes(source);
  }

  @Override
  public void respond(ProtocolSurroundings session, SchemeRequest request, SchemeAnswer answer) {
    session
        .workers()
        .execute(
            () -> {
              try {
                Answers.send(
                    session.workers(),
                    request,
                    answer,
                    routes.answer(request.method(), request.url()));
              } catch (IOException | RuntimeException e) {
                answer.fail(Answers.failure(e));
              }
            });
  }
}
