/** Custom protocols: requests that the program answers itself. */
@NullMarked
package dev.valence.protocol;

import org.jspecify.annotations.NullMarked;
