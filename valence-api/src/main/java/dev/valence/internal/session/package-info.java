/** The machinery of sessions: folders, locks, settings. */
@NullMarked
package dev.valence.internal.session;

import org.jspecify.annotations.NullMarked;
