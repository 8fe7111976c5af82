/** The two ends of a stream that travels over a message port. */
@NullMarked
package dev.valence.ipc.internal.stream;

import org.jspecify.annotations.NullMarked;
