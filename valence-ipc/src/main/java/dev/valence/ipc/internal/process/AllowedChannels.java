package dev.valence.ipc.internal.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which channels a renderer may use: names, and beginnings of names. */
final class AllowedChannels {
  private final boolean all;
  private final Set<String> names = new HashSet<>();
  private final List<String> beginnings = new ArrayList<>();

  AllowedChannels(Optional<List<String>> allowed) {
    all = allowed.isEmpty();
    for (String entry : allowed.orElse(List.of())) {
      if (entry.endsWith("*")) {
        beginnings.add(entry.substring(0, entry.length() - 1));
      } else {
        names.add(entry);
      }
    }
  }

  boolean allows(String channel) {
    return all || names.contains(channel) || beginnings.stream().anyMatch(channel::startsWith);
  }
}
