/** Files below a folder, found by the paths of URLs and never outside of it. */
@NullMarked
package dev.valence.internal.folder;

import org.jspecify.annotations.NullMarked;
