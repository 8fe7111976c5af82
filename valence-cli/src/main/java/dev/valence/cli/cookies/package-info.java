/** {@code valence cookies}. */
@NullMarked
package dev.valence.cli.cookies;

import org.jspecify.annotations.NullMarked;
