/** TLS: trust, certificate rules, the client contexts and the errors of a handshake. */
@NullMarked
package dev.valence.net.internal.tls;

import org.jspecify.annotations.NullMarked;
