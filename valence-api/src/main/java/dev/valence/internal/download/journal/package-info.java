/** The journal of downloads in a session's file, by which they outlive the process. */
@NullMarked
package dev.valence.internal.download.journal;

import org.jspecify.annotations.NullMarked;
