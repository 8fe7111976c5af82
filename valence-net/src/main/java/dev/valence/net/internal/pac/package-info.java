/** Proxy auto-config: scripts in a sandbox, and the functions they have. */
@NullMarked
package dev.valence.net.internal.pac;

import org.jspecify.annotations.NullMarked;
