/** The public API: {@code Valence}, its sessions and its network module. */
@NullMarked
package dev.valence;

import org.jspecify.annotations.NullMarked;
