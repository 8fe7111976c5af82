/**
 * TypeScript declarations of services, written while their interfaces are compiled.
 *
 * <p>The processor runs only for those who name this artifact among the annotation processors of
 * their compiler; nothing of it is needed afterwards.
 */
@NullMarked
package dev.valence.ipc.processor;

import org.jspecify.annotations.NullMarked;
