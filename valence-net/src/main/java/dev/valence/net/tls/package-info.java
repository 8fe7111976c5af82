/** What a session may ask of TLS. */
@NullMarked
package dev.valence.net.tls;

import org.jspecify.annotations.NullMarked;
