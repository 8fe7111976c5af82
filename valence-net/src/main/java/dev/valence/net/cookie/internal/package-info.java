/** The machinery of the cookie store: the index in memory and the SQLite file. */
@NullMarked
package dev.valence.net.cookie.internal;

import org.jspecify.annotations.NullMarked;
