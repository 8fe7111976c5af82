/** A line that is slower than the real one, for tests of applications and for good manners. */
@NullMarked
package dev.valence.net.internal.throttle;

import org.jspecify.annotations.NullMarked;
