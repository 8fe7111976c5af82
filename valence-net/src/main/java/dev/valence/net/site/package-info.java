/** Registrable domains and schemeful sites, from the public suffix list. */
@NullMarked
package dev.valence.net.site;

import org.jspecify.annotations.NullMarked;
