/**
 * The words of HTTP that need no connection: header lists, and the rules of redirects, referrers
 * and priorities.
 */
@NullMarked
package dev.valence.net.http;

import org.jspecify.annotations.NullMarked;
