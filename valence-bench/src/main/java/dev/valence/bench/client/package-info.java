/** The clients that are compared, one adapter each. */
@NullMarked
package dev.valence.bench.client;

import org.jspecify.annotations.NullMarked;
