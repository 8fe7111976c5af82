/** The command {@code valence proxy}, and what options say of proxies. */
@NullMarked
package dev.valence.cli.proxy;

import org.jspecify.annotations.NullMarked;
