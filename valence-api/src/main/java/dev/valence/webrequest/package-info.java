/** Electron's web requests: listeners that watch, change and stop the requests of a session. */
@NullMarked
package dev.valence.webrequest;

import org.jspecify.annotations.NullMarked;
