/** The names of downloaded files. Pure functions. */
@NullMarked
package dev.valence.internal.download.name;

import org.jspecify.annotations.NullMarked;
