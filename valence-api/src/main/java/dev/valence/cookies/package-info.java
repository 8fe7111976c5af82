/** The cookies of a session. */
@NullMarked
package dev.valence.cookies;

import org.jspecify.annotations.NullMarked;
