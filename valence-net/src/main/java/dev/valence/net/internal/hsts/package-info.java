/** HTTP Strict Transport Security (RFC 6797): which hosts are only spoken to over TLS. */
@NullMarked
package dev.valence.net.internal.hsts;

import org.jspecify.annotations.NullMarked;
