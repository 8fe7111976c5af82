/** {@code valence doctor}. */
@NullMarked
package dev.valence.cli.doctor;

import org.jspecify.annotations.NullMarked;
