/** What makes {@code ipcRenderer} work. */
@NullMarked
package dev.valence.ipc.internal.renderer;

import org.jspecify.annotations.NullMarked;
