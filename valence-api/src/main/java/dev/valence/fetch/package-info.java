/** Requests in the manner of the Fetch standard: Request, Response, Headers and bodies. */
@NullMarked
package dev.valence.fetch;

import org.jspecify.annotations.NullMarked;
