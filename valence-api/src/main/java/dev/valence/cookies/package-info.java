/** Cookies in and out: the JSON form of Electron's cookie objects. */
@NullMarked
package dev.valence.cookies;

import org.jspecify.annotations.NullMarked;
