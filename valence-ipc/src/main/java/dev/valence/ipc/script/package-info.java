/** The JavaScript half of IPC: the same protocol for programs that are no JVM. */
@NullMarked
package dev.valence.ipc.script;

import org.jspecify.annotations.NullMarked;
