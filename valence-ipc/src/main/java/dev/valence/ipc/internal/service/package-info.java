/** What makes typed channels work: the shape of an interface, its proxy, its host, its errors. */
@NullMarked
package dev.valence.ipc.internal.service;

import org.jspecify.annotations.NullMarked;
