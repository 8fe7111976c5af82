/** Downloads of a session: items, their options and states, the list that outlives the process. */
@NullMarked
package dev.valence.download;

import org.jspecify.annotations.NullMarked;
