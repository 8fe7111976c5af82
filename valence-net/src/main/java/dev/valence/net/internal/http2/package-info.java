/** HTTP/2 connections (RFC 9113). */
@NullMarked
package dev.valence.net.internal.http2;

import org.jspecify.annotations.NullMarked;
