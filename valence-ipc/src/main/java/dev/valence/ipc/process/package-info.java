/** Renderers that are processes of their own: started, limited, watched, ended. */
@NullMarked
package dev.valence.ipc.process;

import org.jspecify.annotations.NullMarked;
