/** {@code valence download} and {@code valence downloads}. */
@NullMarked
package dev.valence.cli.download;

import org.jspecify.annotations.NullMarked;
