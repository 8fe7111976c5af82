/** Files that only the user may read. */
@NullMarked
package dev.valence.net.file;

import org.jspecify.annotations.NullMarked;
