/** The reader and the writer of the wire format. Neither recurses. */
@NullMarked
package dev.valence.ipc.clone.internal;

import org.jspecify.annotations.NullMarked;
