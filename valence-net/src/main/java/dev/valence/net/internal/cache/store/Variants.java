package dev.valence.net.internal.cache.store;

import java.util.List;

/** How many variants one URL may have: a server that varies without end fills no cache. */
public final class Variants {
  /** The most under one key. */
  public static final int MOST = 16;

  private Variants() {}

  /** Those that go so that another one finds room; the first was used last. */
  public static <E> List<E> makeRoom(List<E> variants) {
    return variants.size() < MOST
        ? List.of()
        : List.copyOf(variants.subList(MOST - 1, variants.size()));
  }
}
