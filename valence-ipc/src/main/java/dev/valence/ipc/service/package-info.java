/**
 * Typed channels: a Java interface that one side implements and the other side calls.
 *
 * <p>The artifact {@code valence-ipc-processor} writes its TypeScript declarations.
 */
@NullMarked
package dev.valence.ipc.service;

import org.jspecify.annotations.NullMarked;
