/** How a session starts and stops its net log. */
@NullMarked
package dev.valence.internal.netlog;

import org.jspecify.annotations.NullMarked;
