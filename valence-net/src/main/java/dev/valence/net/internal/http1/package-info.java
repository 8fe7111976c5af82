/** HTTP/1.1 connections (RFC 9112). */
@NullMarked
package dev.valence.net.internal.http1;

import org.jspecify.annotations.NullMarked;
