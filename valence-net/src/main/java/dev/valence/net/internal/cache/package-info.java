/** The HTTP cache of one session: its rules (RFC 9111) and where the responses lie. */
@NullMarked
package dev.valence.net.internal.cache;

import org.jspecify.annotations.NullMarked;
