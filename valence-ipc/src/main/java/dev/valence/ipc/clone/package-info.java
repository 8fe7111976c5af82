/**
 * Structured clone: values as bytes in the wire format of V8's {@code ValueSerializer}, which
 * Node.js ({@code node:v8}) and Chromium speak.
 */
@NullMarked
package dev.valence.ipc.clone;

import org.jspecify.annotations.NullMarked;
