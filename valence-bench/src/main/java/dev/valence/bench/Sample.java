package dev.valence.bench;

import dev.valence.bench.client.Peer;

/**
 * One measurement in its place.
 *
 * @param round from 1
 * @param serverLoad share of one processor that the server used meanwhile: 1 is all of it
 */
record Sample(
    Scenario scenario, Peer peer, int round, Measurement measurement, double serverLoad) {}
