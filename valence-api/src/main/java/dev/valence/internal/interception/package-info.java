/** What makes interceptors work: chains of questions, taps, observers. */
@NullMarked
package dev.valence.internal.interception;

import org.jspecify.annotations.NullMarked;
