/** Where the command writes to: terminals, pipes, colours, progress. */
@NullMarked
package dev.valence.cli.terminal;

import org.jspecify.annotations.NullMarked;
