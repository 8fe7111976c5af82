/** DNS messages as bytes (RFC 1035, RFC 6891, RFC 9460): pure reading and writing, all bounded. */
@NullMarked
package dev.valence.net.internal.dns.wire;

import org.jspecify.annotations.NullMarked;
