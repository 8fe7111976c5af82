/** Handlers that answer requests of a scheme in place of the network. */
@NullMarked
package dev.valence.net.scheme;

import org.jspecify.annotations.NullMarked;
