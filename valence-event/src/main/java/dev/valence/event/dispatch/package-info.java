/** The event thread and the listeners of one emitter. */
@NullMarked
package dev.valence.event.dispatch;

import org.jspecify.annotations.NullMarked;
