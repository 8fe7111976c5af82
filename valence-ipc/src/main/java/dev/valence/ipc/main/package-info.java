/** The main process's side of channels: {@code ipcMain} and its events. */
@NullMarked
package dev.valence.ipc.main;

import org.jspecify.annotations.NullMarked;
