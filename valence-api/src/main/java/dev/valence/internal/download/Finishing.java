package dev.valence.internal.download;

import dev.valence.internal.download.disk.FileHash;
import dev.valence.internal.download.disk.PartFile;
import dev.valence.internal.download.disk.SavePlace;
import dev.valence.internal.download.journal.JournalEntry.Place;
import dev.valence.internal.download.rules.ExpectedDigests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** The last steps of a download: proves the part, and gives it its name. */
final class Finishing {
  /** What became of the proof. */
  enum Proof {
    RIGHT,
    /** There are fewer bytes than were written. */
    TOO_SHORT,
    /** They are not what the checksum says. */
    WRONG,
    /** The session ended meanwhile. */
    GIVEN_UP
  }

  private final DownloadItemImpl item;

  Finishing(DownloadItemImpl item) {
    this.item = item;
  }

  /** Waits until the part is on the disk, and compares it with what is known of it. */
  Proof prove(PartFile whole, BooleanSupplier givenUp) throws IOException {
    whole.force();
    if (Files.size(whole.path()) != item.total()) {
      return Proof.TOO_SHORT;
    }
    ExpectedDigests digests =
        ExpectedDigests.ofSha256(item.request().options().sha256()).and(item.response().digests());
    boolean right = digests.isEmpty() || FileHash.matches(whole.path(), digests, givenUp);
    if (givenUp.getAsBoolean()) {
      return Proof.GIVEN_UP;
    }
    return right ? Proof.RIGHT : Proof.WRONG;
  }

  /** Gives the part its name. */
  void publish(Place place) throws IOException {
    Path published = SavePlace.publish(place.part(), place.target(), place.replace());
    item.place(new Place(published, place.replace(), place.part()));
  }

  /** Does what the process did not come to; says false where the part is gone. */
  boolean recover(Place place) throws IOException {
    if (SavePlace.isPublished(place.part(), place.target(), item.total())) {
      Files.deleteIfExists(place.part());
      return true;
    }
    if (Files.exists(place.part()) && Files.size(place.part()) == item.total()) {
      publish(place);
      return true;
    }
    return false;
  }
}
