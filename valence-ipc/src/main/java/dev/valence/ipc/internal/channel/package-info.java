/** Channels: their names, listeners, handlers, and the values that go over them. */
@NullMarked
package dev.valence.ipc.internal.channel;

import org.jspecify.annotations.NullMarked;
