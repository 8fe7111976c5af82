/** The machinery of a session's cookies. */
@NullMarked
package dev.valence.internal.cookies;

import org.jspecify.annotations.NullMarked;
