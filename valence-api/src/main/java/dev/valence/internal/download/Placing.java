package dev.valence.internal.download;

import dev.valence.internal.download.disk.PartFile;
import dev.valence.internal.download.disk.SavePlace;
import dev.valence.internal.download.journal.JournalEntry.Place;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the file of a download its place: where a listener said, where the user says, or a free
 * name in the folder for downloads. Confined to the download's mailbox.
 */
final class Placing {
  private static final Logger LOG = LoggerFactory.getLogger(Placing.class);

  private final DownloadsImpl downloads;
  private final DownloadItemImpl item;
  private final Mailbox mailbox;
  private @Nullable Path reserved;

  Placing(DownloadsImpl downloads, DownloadItemImpl item, Mailbox mailbox) {
    this.downloads = downloads;
    this.item = item;
    this.mailbox = mailbox;
  }

  /**
   * Decides, perhaps later. A user who wants the file nowhere cancels the download.
   *
   * @param placed the place is known, its folder is there, and the disk has room
   * @param failed there is none
   */
  void decide(Runnable placed, Consumer<IOException> failed) {
    Place known = item.place();
    Path chosen = item.chosen();
    if (known != null) {
      prepare(at(known.target(), known.replace()), placed, failed);
    } else if (chosen != null) {
      prepare(at(chosen, true), placed, failed);
    } else if (downloads.saveDialog() != null) {
      downloads.askUser(item, path -> mailbox.execute(() -> userChose(path, placed, failed)));
    } else {
      inFolder(placed, failed);
    }
  }

  private void userChose(@Nullable Path path, Runnable placed, Consumer<IOException> failed) {
    if (path == null) {
      item.cancel();
    } else {
      item.chosen(path);
      prepare(at(path, true), placed, failed);
    }
  }

  private void inFolder(Runnable placed, Consumer<IOException> failed) {
    Path folder = downloads.folder();
    Path free;
    try {
      Files.createDirectories(folder);
      free = SavePlace.reserve(folder, item.getFilename());
    } catch (IOException e) {
      failed.accept(e);
      return;
    }
    reserved = free;
    prepare(at(free, false), placed, failed);
  }

  private Place at(Path target, boolean replace) {
    return new Place(target, replace, PartFile.pathFor(target, item.id()));
  }

  private void prepare(Place place, Runnable placed, Consumer<IOException> failed) {
    item.place(place);
    Path folder = place.target().getParent();
    try {
      if (Files.isDirectory(place.target())) {
        throw new FileSystemException(place.target().toString(), null, "is a folder");
      }
      if (folder != null) {
        Files.createDirectories(folder);
        if (item.total() > 0 && !SavePlace.hasRoom(folder, item.total())) {
          throw new FileSystemException(
              folder.toString(), null, "no space left for " + item.total() + " bytes");
        }
      }
    } catch (IOException e) {
      failed.accept(e);
      return;
    }
    placed.run();
  }

  /** Others may have the name. */
  void release() {
    if (reserved != null) {
      SavePlace.release(reserved);
      reserved = null;
    }
  }

  /** Removes the part, but not what another life left and this one has not taken up. */
  void deletePart() {
    Place place = item.place();
    if (place == null
        || !place.part().equals(PartFile.pathFor(place.target(), item.id()))
        || !Files.exists(place.part())) {
      return;
    }
    try {
      Files.deleteIfExists(place.part());
    } catch (IOException e) {
      LOG.warn("the part of a download could not be removed: {}", place.part(), e);
    }
  }
}
