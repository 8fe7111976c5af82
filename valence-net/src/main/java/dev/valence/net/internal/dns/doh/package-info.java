/** DNS over HTTPS (RFC 8484). */
@NullMarked
package dev.valence.net.internal.dns.doh;

import org.jspecify.annotations.NullMarked;
