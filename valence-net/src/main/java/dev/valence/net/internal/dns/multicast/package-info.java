/** Multicast DNS (RFC 6762), as far as asking goes. */
@NullMarked
package dev.valence.net.internal.dns.multicast;

import org.jspecify.annotations.NullMarked;
