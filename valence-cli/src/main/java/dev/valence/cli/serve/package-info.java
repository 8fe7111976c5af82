/** {@code valence serve}. */
@NullMarked
package dev.valence.cli.serve;

import org.jspecify.annotations.NullMarked;
