/** What happens on the road, told to whoever records it, in the terms of Chromium's NetLog. */
@NullMarked
package dev.valence.net.internal.netlog;

import org.jspecify.annotations.NullMarked;
