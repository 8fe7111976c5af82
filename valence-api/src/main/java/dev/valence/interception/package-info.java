/**
 * Interceptors: any number of watchers of a session's requests, in order, that may answer, change
 * and tap them. Valence's own; Electron has {@code webRequest} alone.
 */
@NullMarked
package dev.valence.interception;

import org.jspecify.annotations.NullMarked;
