/**
 * Ways through proxies: CONNECT and SOCKS on a connection that stands, up to where the origin is
 * reached.
 */
@NullMarked
package dev.valence.net.internal.tunnel;

import org.jspecify.annotations.NullMarked;
