/** Calls over a line, in both directions: who waits for what, and who is answered how. */
@NullMarked
package dev.valence.ipc.internal.call;

import org.jspecify.annotations.NullMarked;
