/** The file of a download: its part while it comes, its place and name when it is whole. */
@NullMarked
package dev.valence.internal.download.disk;

import org.jspecify.annotations.NullMarked;
