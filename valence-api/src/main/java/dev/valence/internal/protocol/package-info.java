/** The machinery of custom protocols: tables of handlers, requests to them, their answers. */
@NullMarked
package dev.valence.internal.protocol;

import org.jspecify.annotations.NullMarked;
