/** From a host name to the addresses to connect to. */
@NullMarked
package dev.valence.net.internal.dns;

import org.jspecify.annotations.NullMarked;
