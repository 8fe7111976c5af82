/** What an HTTP cache may store, use and must ask again (RFC 9111), as pure functions. */
@NullMarked
package dev.valence.net.internal.cache.rules;

import org.jspecify.annotations.NullMarked;
