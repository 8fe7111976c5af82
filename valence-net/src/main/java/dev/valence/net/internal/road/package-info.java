/** The road of a request: its stages, in order. */
@NullMarked
package dev.valence.net.internal.road;

import org.jspecify.annotations.NullMarked;
