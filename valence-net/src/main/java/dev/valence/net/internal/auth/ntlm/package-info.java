/** NTLMv2 (MS-NLMP), the client's side. */
@NullMarked
package dev.valence.net.internal.auth.ntlm;

import org.jspecify.annotations.NullMarked;
