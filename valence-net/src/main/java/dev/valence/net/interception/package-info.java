/**
 * Where requests can be watched, changed and stopped on their way: what a session's listeners and
 * interceptors are built on.
 */
@NullMarked
package dev.valence.net.interception;

import org.jspecify.annotations.NullMarked;
