/**
 * What Java's own types are in JavaScript, and back: records, enums, collections, {@code Optional},
 * {@code Instant}, bytes.
 */
@NullMarked
package dev.valence.ipc.mapping;

import org.jspecify.annotations.NullMarked;
