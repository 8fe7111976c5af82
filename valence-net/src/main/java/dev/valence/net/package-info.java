/** The network service: one {@code NetworkContext} per session, and the errors it reports. */
@NullMarked
package dev.valence.net;

import org.jspecify.annotations.NullMarked;
