/** Structured clone beside Jackson and Node.js. */
@NullMarked
package dev.valence.bench.clone;

import org.jspecify.annotations.NullMarked;
