/** The command {@code valence}: its commands are in the packages below, one subject each. */
@NullMarked
package dev.valence.cli;

import org.jspecify.annotations.NullMarked;
