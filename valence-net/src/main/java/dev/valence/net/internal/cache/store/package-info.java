/** Stored responses in memory: what all stores share, and the store that has nothing else. */
@NullMarked
package dev.valence.net.internal.cache.store;

import org.jspecify.annotations.NullMarked;
