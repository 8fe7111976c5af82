/** Which connection a request takes: connecting, reusing, waiting. */
@NullMarked
package dev.valence.net.internal.pool;

import org.jspecify.annotations.NullMarked;
