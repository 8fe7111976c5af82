/** What all commands share. */
@NullMarked
package dev.valence.cli.command;

import org.jspecify.annotations.NullMarked;
