package dev.valence.internal.download;

import dev.valence.download.DownloadItem;
import dev.valence.event.Event;
import dev.valence.event.dispatch.EventThread;
import dev.valence.net.NetworkContext;
import dev.valence.net.Timeouts;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What downloads need of their session.
 *
 * @param workers where futures complete
 * @param acceptLanguage the session's {@code Accept-Language}; gives null for none
 * @param willDownload fires {@code will-download}; called on the event thread
 */
public record Surroundings(
    NetworkContext context,
    EventThread events,
    Executor workers,
    Timeouts timeouts,
    Supplier<@Nullable String> acceptLanguage,
    BiConsumer<Event, DownloadItem> willDownload) {}
