/** JMH benchmarks of pure code. */
@NullMarked
package dev.valence.bench.micro;

import org.jspecify.annotations.NullMarked;
