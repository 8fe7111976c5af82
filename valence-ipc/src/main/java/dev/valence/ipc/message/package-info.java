/** What messages and calls are made of, in the main process and in renderers alike. */
@NullMarked
package dev.valence.ipc.message;

import org.jspecify.annotations.NullMarked;
