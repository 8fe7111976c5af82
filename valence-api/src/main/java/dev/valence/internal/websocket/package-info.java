/** What makes {@code dev.valence.websocket} work. */
@NullMarked
package dev.valence.internal.websocket;

import org.jspecify.annotations.NullMarked;
