/** How challenges reach the program. */
@NullMarked
package dev.valence.internal.login;

import org.jspecify.annotations.NullMarked;
