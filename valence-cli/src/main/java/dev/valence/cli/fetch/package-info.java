/** {@code valence fetch}. */
@NullMarked
package dev.valence.cli.fetch;

import org.jspecify.annotations.NullMarked;
