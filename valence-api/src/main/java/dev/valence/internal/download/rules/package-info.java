/**
 * What a download decides: what to ask, what an answer means, when to try again. Pure functions.
 */
@NullMarked
package dev.valence.internal.download.rules;

import org.jspecify.annotations.NullMarked;
