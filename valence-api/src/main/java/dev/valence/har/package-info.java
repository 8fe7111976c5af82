/** HAR files of a session. */
@NullMarked
package dev.valence.har;

import org.jspecify.annotations.NullMarked;
