package dev.valence.cli.download;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.download.DownloadItem;
import java.util.ArrayList;
import java.util.List;

/** Downloads that are named by the beginning of their ids. Pure functions. */
final class Chosen {
  /** So much of an id is shown. */
  static final int SHORT = 8;

  private Chosen() {}

  static List<DownloadItem> of(List<DownloadItem> all, List<String> ids) {
    List<DownloadItem> chosen = new ArrayList<>();
    for (String id : ids) {
      List<DownloadItem> fitting =
          all.stream().filter(item -> !id.isEmpty() && item.id().startsWith(id)).toList();
      if (fitting.size() != 1) {
        throw CommandFailure.usage(
            (fitting.isEmpty() ? "no download has the id " : "several downloads begin with the id ")
                + id
                + "; see valence downloads list");
      }
      chosen.add(fitting.get(0));
    }
    return chosen;
  }
}
