/** How commands fail: exit codes and the one line that says what to do next. */
@NullMarked
package dev.valence.cli.failure;

import org.jspecify.annotations.NullMarked;
