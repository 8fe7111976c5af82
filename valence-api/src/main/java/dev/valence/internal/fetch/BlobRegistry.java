package dev.valence.internal.fetch;

import dev.valence.fetch.Blob;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The blobs that requests of one session carry, by their names. A blob stays as long as somebody
 * else holds it. Any thread.
 */
public final class BlobRegistry {
  private static final class Entry extends WeakReference<Blob> {
    private final String name;

    Entry(String name, Blob blob, ReferenceQueue<Blob> gone) {
      super(blob, gone);
      this.name = name;
    }
  }

  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<Blob> gone = new ReferenceQueue<>();

  public BlobRegistry() {}

  /** Gives the blob a new name. */
  public String add(Blob blob) {
    forgetGone();
    String name = UUID.randomUUID().toString();
    entries.put(name, new Entry(name, blob, gone));
    return name;
  }

  /** The blob of this name; null where there is none any more. */
  public @Nullable Blob find(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.get();
  }

  public void remove(String name) {
    entries.remove(name);
  }

  private void forgetGone() {
    for (Object one = gone.poll(); one != null; one = gone.poll()) {
      if (one instanceof Entry entry) {
        entries.remove(entry.name);
      }
    }
  }
}
