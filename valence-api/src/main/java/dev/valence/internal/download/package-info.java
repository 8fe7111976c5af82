/**
 * Downloads: one task each, whose steps run one at a time; transfers bring its bytes, a journal
 * keeps it beyond the life of the process.
 */
@NullMarked
package dev.valence.internal.download;

import org.jspecify.annotations.NullMarked;
