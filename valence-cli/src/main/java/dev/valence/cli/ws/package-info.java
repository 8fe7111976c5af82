/** {@code valence ws}. */
@NullMarked
package dev.valence.cli.ws;

import org.jspecify.annotations.NullMarked;
