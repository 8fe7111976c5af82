/** The command {@code valence resolve}. */
@NullMarked
package dev.valence.cli.resolve;

import org.jspecify.annotations.NullMarked;
