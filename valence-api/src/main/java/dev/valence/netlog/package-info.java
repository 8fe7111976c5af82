/** Net logs of a session. */
@NullMarked
package dev.valence.netlog;

import org.jspecify.annotations.NullMarked;
