/** One request on one connection: what HTTP/1.1 and HTTP/2 have in common. */
@NullMarked
package dev.valence.net.internal.exchange;

import org.jspecify.annotations.NullMarked;
