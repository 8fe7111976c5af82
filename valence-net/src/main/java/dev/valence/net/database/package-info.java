/** The SQLite file in which a session keeps several subjects, each with tables of its own. */
@NullMarked
package dev.valence.net.database;

import org.jspecify.annotations.NullMarked;
