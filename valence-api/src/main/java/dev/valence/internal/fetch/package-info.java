/** The machinery of fetch: bodies in both directions, responses, calls. */
@NullMarked
package dev.valence.internal.fetch;

import org.jspecify.annotations.NullMarked;
