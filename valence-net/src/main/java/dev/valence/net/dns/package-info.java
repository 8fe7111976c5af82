/** Look-ups of host names: what to ask, where, and what comes back. */
@NullMarked
package dev.valence.net.dns;

import org.jspecify.annotations.NullMarked;
