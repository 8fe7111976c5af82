/** How challenges are answered: parsing, schemes, cache, the state of a login. */
@NullMarked
package dev.valence.net.internal.auth;

import org.jspecify.annotations.NullMarked;
