/** {@code valence cache}. */
@NullMarked
package dev.valence.cli.cache;

import org.jspecify.annotations.NullMarked;
