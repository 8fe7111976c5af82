/**
 * How ports work: the hub in the main process knows where each one is ({@code PortRouter}); each
 * process has the ends that it holds ({@code PortNode}). Neither knows of sockets.
 */
@NullMarked
package dev.valence.ipc.internal.port;

import org.jspecify.annotations.NullMarked;
