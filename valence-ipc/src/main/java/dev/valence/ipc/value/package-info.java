/**
 * The values of JavaScript that structured clone carries, as Java sees them.
 *
 * <p>Where a plain Java type loses nothing, it is that type: {@code Boolean}, {@code Integer} or
 * {@code Double} for numbers ({@link dev.valence.ipc.value.JsNumber}), {@code BigInteger} for
 * BigInts, {@code String}, and {@code null}. {@code undefined} is {@link
 * dev.valence.ipc.value.Undefined#VALUE}. The other types are here. They have identity, as objects
 * of JavaScript have: {@code equals} is {@code ==}, and the same object in two places arrives as
 * the same object. None of them is made for use by several threads at once.
 */
@NullMarked
package dev.valence.ipc.value;

import org.jspecify.annotations.NullMarked;
