package dev.valence.ipc.internal.call;

import dev.valence.event.dispatch.EventThread;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The threads of a process.
 *
 * @param events where listeners and handlers run
 * @param workers where what depends on futures runs
 * @param timers for what has a time limit; what they run is short
 */
public record Surroundings(EventThread events, Executor workers, ScheduledExecutorService timers) {}
