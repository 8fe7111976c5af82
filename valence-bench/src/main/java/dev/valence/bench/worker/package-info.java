/** What runs in the child JVM of a client: drivers and measuring. */
@NullMarked
package dev.valence.bench.worker;

import org.jspecify.annotations.NullMarked;
