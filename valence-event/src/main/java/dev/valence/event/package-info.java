/**
 * Events: typed names, emitters, and the rule that listeners run one at a time on the event thread.
 */
@NullMarked
package dev.valence.event;

import org.jspecify.annotations.NullMarked;
