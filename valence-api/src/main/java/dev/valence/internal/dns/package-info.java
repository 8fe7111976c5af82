/** Host look-ups of sessions. */
@NullMarked
package dev.valence.internal.dns;

import org.jspecify.annotations.NullMarked;
