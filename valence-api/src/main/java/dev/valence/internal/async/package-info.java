/** Futures and workers: how results leave the network thread. */
@NullMarked
package dev.valence.internal.async;

import org.jspecify.annotations.NullMarked;
