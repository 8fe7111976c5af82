/** How a session's TLS settings and questions reach the network. */
@NullMarked
package dev.valence.internal.tls;

import org.jspecify.annotations.NullMarked;
