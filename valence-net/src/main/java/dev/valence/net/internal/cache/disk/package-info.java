/** Stored responses on disk: a file each, and a memory layer over them. */
@NullMarked
package dev.valence.net.internal.cache.disk;

import org.jspecify.annotations.NullMarked;
