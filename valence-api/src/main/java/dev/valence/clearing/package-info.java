/** What to clear of a session's data. */
@NullMarked
package dev.valence.clearing;

import org.jspecify.annotations.NullMarked;
