/** The door of IPC: {@link dev.valence.ipc.IpcHub}. */
@NullMarked
package dev.valence.ipc;

import org.jspecify.annotations.NullMarked;
