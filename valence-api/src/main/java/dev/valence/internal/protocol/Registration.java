package dev.valence.internal.protocol;

import dev.valence.protocol.ProtocolSource;
import org.jspecify.annotations.Nullable;

/**
 * Who answers a scheme.
 *
 * @param source what {@code registerSource} was given; null for a handler
 */
record Registration(Responder responder, @Nullable ProtocolSource source) {
  static Registration of(Responder responder) {
    return new Registration(responder, null);
  }
}
