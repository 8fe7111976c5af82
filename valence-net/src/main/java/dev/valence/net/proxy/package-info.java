/** Which proxy a request takes: servers, lists, the configuration of a session. */
@NullMarked
package dev.valence.net.proxy;

import org.jspecify.annotations.NullMarked;
