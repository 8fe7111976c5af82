/** {@code valence sessions}, and how commands open a session. */
@NullMarked
package dev.valence.cli.session;

import org.jspecify.annotations.NullMarked;
