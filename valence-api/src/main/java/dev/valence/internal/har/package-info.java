/** How the requests of a session become a HAR file. */
@NullMarked
package dev.valence.internal.har;

import org.jspecify.annotations.NullMarked;
