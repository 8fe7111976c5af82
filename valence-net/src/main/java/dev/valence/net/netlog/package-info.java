/** Net logs: what happens on the network, recorded in Chromium's NetLog format. */
@NullMarked
package dev.valence.net.netlog;

import org.jspecify.annotations.NullMarked;
