/**
 * Cookies by RFC 6265bis as Chromium keeps them: the value, the parser, the rules and the store.
 */
@NullMarked
package dev.valence.net.cookie;

import org.jspecify.annotations.NullMarked;
