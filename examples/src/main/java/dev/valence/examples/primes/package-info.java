/**
 * Work in a process of its own: a renderer counts primes, tells how far it is, and can be stopped.
 */
@NullMarked
package dev.valence.examples.primes;

import org.jspecify.annotations.NullMarked;
