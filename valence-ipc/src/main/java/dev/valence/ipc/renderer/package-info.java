/** A renderer's side of channels: {@code ipcRenderer}, in JVMs that were spawned. */
@NullMarked
package dev.valence.ipc.renderer;

import org.jspecify.annotations.NullMarked;
