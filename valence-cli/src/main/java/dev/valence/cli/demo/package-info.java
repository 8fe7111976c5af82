/** {@code valence demo}. */
@NullMarked
package dev.valence.cli.demo;

import org.jspecify.annotations.NullMarked;
