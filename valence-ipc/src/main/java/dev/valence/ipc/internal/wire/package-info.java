/** The wire between two processes: frames, their bytes, and the link that carries them. */
@NullMarked
package dev.valence.ipc.internal.wire;

import org.jspecify.annotations.NullMarked;
