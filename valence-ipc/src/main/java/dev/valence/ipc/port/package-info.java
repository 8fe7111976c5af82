/**
 * Message channels and their ports, which may travel between processes.
 *
 * <p>Ports are Electron's {@code MessagePortMain}, in the main process and in renderers alike. The
 * rules are those of the HTML standard (§9.4, channel messaging) where Electron has no own.
 */
@NullMarked
package dev.valence.ipc.port;

import org.jspecify.annotations.NullMarked;
