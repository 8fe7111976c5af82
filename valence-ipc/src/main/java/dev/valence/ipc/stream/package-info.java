/**
 * Streams between processes, with back-pressure: {@code InputStream} and {@code Flow.Publisher} on
 * this side, a {@code ReadableStream} where the other side is JavaScript.
 *
 * <p>A stream travels over a message port by the protocol of the Streams standard's transferable
 * streams (§8.2): messages {@code {type: 'pull' | 'chunk' | 'close' | 'error', value}}.
 */
@NullMarked
package dev.valence.ipc.stream;

import org.jspecify.annotations.NullMarked;
