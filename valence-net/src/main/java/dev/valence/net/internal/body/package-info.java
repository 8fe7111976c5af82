/** Bodies on their way. */
@NullMarked
package dev.valence.net.internal.body;

import org.jspecify.annotations.NullMarked;
