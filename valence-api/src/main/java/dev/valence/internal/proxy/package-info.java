/** The proxies of a session. */
@NullMarked
package dev.valence.internal.proxy;

import org.jspecify.annotations.NullMarked;
