package dev.valence.download;

import dev.valence.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Watches the downloads of a session: every event, in order. */
final class DownloadProbe {
  private static final int SECONDS = 30;

  final BlockingQueue<DownloadItem> begun = new LinkedBlockingQueue<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  private final BlockingQueue<DownloadState> ends = new LinkedBlockingQueue<>();

  /**
   * A probe.
   *
   * @param within runs in the listener of {@code will-download}
   */
  DownloadProbe(Session session, Consumer<DownloadItem> within) {
    session.on(
        Session.WILL_DOWNLOAD,
        (event, item, webContents) -> {
          events.add("will-download " + item.getState().wireName());
          item.on(
              DownloadItem.UPDATED,
              (updated, state) -> {
                events.add("updated " + state.wireName());
                if (state == DownloadState.INTERRUPTED) {
                  ends.add(state);
                }
              });
          item.on(
              DownloadItem.DONE,
              (done, state) -> {
                events.add("done " + state.wireName());
                ends.add(state);
              });
          within.accept(item);
          begun.add(item);
        });
  }

  DownloadItem item() throws InterruptedException {
    DownloadItem item = begun.poll(SECONDS, TimeUnit.SECONDS);
    if (item == null) {
      throw new AssertionError("no download began");
    }
    return item;
  }

  /** How the next download came to rest. */
  DownloadState end() throws InterruptedException {
    DownloadState state = ends.poll(SECONDS, TimeUnit.SECONDS);
    if (state == null) {
      throw new AssertionError("no download came to rest: " + events);
    }
    return state;
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(SECONDS, TimeUnit.SECONDS);
  }
}
