/** Clearing a session's data. */
@NullMarked
package dev.valence.internal.clearing;

import org.jspecify.annotations.NullMarked;
