/** Futures that are settled without running anybody's code on the thread that settles them. */
@NullMarked
package dev.valence.event.async;

import org.jspecify.annotations.NullMarked;
