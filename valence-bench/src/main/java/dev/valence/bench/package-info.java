/** The controller of the side-by-side run: server, child JVMs, rounds, report. */
@NullMarked
package dev.valence.bench;

import org.jspecify.annotations.NullMarked;
