/** Messages between two JVMs, beside what a bare socket between them can do. */
@NullMarked
package dev.valence.bench.ipc;

import org.jspecify.annotations.NullMarked;
