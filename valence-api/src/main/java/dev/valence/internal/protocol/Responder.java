package dev.valence.internal.protocol;

import dev.valence.net.scheme.SchemeAnswer;
import dev.valence.net.scheme.SchemeRequest;

/** Answers the requests of a scheme, for whichever session asks. */
@FunctionalInterface
interface Responder {
  /** Called on the network thread; must not block. */
  void respond(ProtocolSurroundings session, SchemeRequest request, SchemeAnswer answer);
}
