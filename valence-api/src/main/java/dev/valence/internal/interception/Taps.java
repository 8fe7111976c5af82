package dev.valence.internal.interception;

import dev.valence.net.NetException;
import java.util.ArrayList;
import java.util.List;

/** The taps on the bodies of one request. Any thread. */
public final class Taps {
  private final List<TapFeed> feeds = new ArrayList<>(0);

  public Taps() {}

  synchronized void add(TapFeed feed) {
    feeds.add(feed);
  }

  /** The request is over: what has not come to its end by now never will. */
  public void end(NetException reason) {
    List<TapFeed> open;
    synchronized (this) {
      if (feeds.isEmpty()) {
        return;
      }
      open = List.copyOf(feeds);
      feeds.clear();
    }
    open.forEach(feed -> feed.fail(reason));
  }
}
