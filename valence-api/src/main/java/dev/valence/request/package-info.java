/** Requests in Node's manner: ClientRequest and IncomingMessage. */
@NullMarked
package dev.valence.request;

import org.jspecify.annotations.NullMarked;
