/** What makes renderers work that are processes: starting, connecting, dispatching, limits. */
@NullMarked
package dev.valence.ipc.internal.process;

import org.jspecify.annotations.NullMarked;
