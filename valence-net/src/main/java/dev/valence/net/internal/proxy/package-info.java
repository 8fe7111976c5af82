/** How the proxy of a request is found: rules, PAC scripts, WPAD, the settings of the system. */
@NullMarked
package dev.valence.net.internal.proxy;

import org.jspecify.annotations.NullMarked;
