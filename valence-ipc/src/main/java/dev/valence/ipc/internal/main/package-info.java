/** What makes {@code ipcMain} work. */
@NullMarked
package dev.valence.ipc.internal.main;

import org.jspecify.annotations.NullMarked;
