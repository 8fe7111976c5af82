/** The event thread and the listeners of one emitter. */
@NullMarked
package dev.valence.internal.event;

import org.jspecify.annotations.NullMarked;
