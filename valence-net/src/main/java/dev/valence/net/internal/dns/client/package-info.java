/** Asking DNS servers: transactions over UDP and TCP, the system's settings. */
@NullMarked
package dev.valence.net.internal.dns.client;

import org.jspecify.annotations.NullMarked;
