/** The machinery of ClientRequest and IncomingMessage. */
@NullMarked
package dev.valence.internal.request;

import org.jspecify.annotations.NullMarked;
