/** What makes web requests work: from the network thread to the listeners and back. */
@NullMarked
package dev.valence.internal.webrequest;

import org.jspecify.annotations.NullMarked;
