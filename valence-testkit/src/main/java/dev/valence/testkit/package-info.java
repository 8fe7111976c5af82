/**
 * Servers for tests: a programmable HTTP server, faulty servers, certificates, and real peers.
 *
 * <p>Everything here listens on loopback only, picks free ports, runs at once beside other
 * instances, and is closed by its owner. Nothing here waits by sleeping: order between a test and
 * its server is made with gates ({@link java.util.concurrent.CompletableFuture}).
 */
@NullMarked
package dev.valence.testkit;

import org.jspecify.annotations.NullMarked;
