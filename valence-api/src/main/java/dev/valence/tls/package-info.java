/** Certificates and TLS settings of a session, as Electron has them. */
@NullMarked
package dev.valence.tls;

import org.jspecify.annotations.NullMarked;
