/** URLs by the WHATWG URL standard. */
@NullMarked
package dev.valence.net.url;

import org.jspecify.annotations.NullMarked;
