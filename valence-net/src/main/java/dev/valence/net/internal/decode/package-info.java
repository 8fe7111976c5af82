/** Undoes the content codings of response bodies: gzip, deflate, br and zstd. */
@NullMarked
package dev.valence.net.internal.decode;

import org.jspecify.annotations.NullMarked;
