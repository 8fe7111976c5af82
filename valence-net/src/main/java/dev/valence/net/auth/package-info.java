/** Logins of servers and proxies: challenges, credentials, schemes. */
@NullMarked
package dev.valence.net.auth;

import org.jspecify.annotations.NullMarked;
