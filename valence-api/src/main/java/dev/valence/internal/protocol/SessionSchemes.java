package dev.valence.internal.protocol;

import dev.valence.net.scheme.SchemeHandler;
import dev.valence.net.scheme.SchemeHandlers;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one session: its own first, then those of all sessions, then files of the system.
 */
public final class SessionSchemes implements SchemeHandlers {
  private final ProtocolTable own;
  private final ProtocolTable ofAll;
  private final ProtocolSurroundings session;
  private final Responder files = new FileResponder();

  public SessionSchemes(ProtocolTable own, ProtocolTable ofAll, ProtocolSurroundings session) {
    this.own = own;
    this.ofAll = ofAll;
    this.session = session;
  }

  @Override
  public @Nullable SchemeHandler find(String scheme, boolean builtInOnly) {
    Responder by = builtInOnly ? null : own.find(scheme);
    if (by == null && !builtInOnly) {
      by = ofAll.find(scheme);
    }
    if (by == null && scheme.equals("file")) {
      by = files;
    }
    if (by == null) {
      return null;
    }
    Responder responder = by;
    return (request, answer) -> responder.respond(session, request, answer);
  }
}
