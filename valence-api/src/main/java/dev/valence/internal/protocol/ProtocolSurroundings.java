package dev.valence.internal.protocol;

import dev.valence.event.dispatch.EventThread;
import dev.valence.internal.async.Workers;
import dev.valence.internal.session.SessionImpl;

/** What a handler's machinery needs of the session that asks. */
public record ProtocolSurroundings(Workers workers, EventThread events, SessionImpl session) {}
