package dev.valence.internal.download.journal;

import dev.valence.download.DownloadOptions;
import dev.valence.download.InterruptReason;
import dev.valence.internal.download.rules.ExpectedDigests;
import dev.valence.internal.download.rules.Span;
import dev.valence.internal.download.rules.Validators;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one download at one moment.
 *
 * @param order by which downloads are listed
 * @param request what was asked for
 * @param response what the server said; {@link Response#NONE} before it did
 * @param place where the file goes; null before that is decided
 * @param announced whether {@code will-download} was fired
 * @param total the length; -1 for unknown
 * @param reason Chromium's number; 0 for none
 * @param startTime seconds since 1970
 * @param endTime seconds since 1970; 0 before the end
 */
public record JournalEntry(
    String id,
    long order,
    Request request,
    Response response,
    @Nullable Place place,
    boolean announced,
    long total,
    List<Span> spans,
    Stage stage,
    int reason,
    boolean paused,
    double startTime,
    double endTime) {

  /** How far it is. */
  public enum Stage {
    /** It runs, or ran when the process ended. */
    RUNNING,
    /** The part is whole and proven; it is being given its name. */
    FINISHING,
    COMPLETED,
    CANCELLED,
    INTERRUPTED
  }

  /** What was asked for. */
  public record Request(String url, DownloadOptions options) {}

  /** What the server said. */
  public record Response(
      List<String> urlChain,
      String fileName,
      String mimeType,
      String contentDisposition,
      Validators validators,
      boolean acceptsRanges,
      ExpectedDigests digests) {
    public static final Response NONE =
        new Response(List.of(), "", "", "", Validators.NONE, false, ExpectedDigests.NONE);

    public Response {
      urlChain = List.copyOf(urlChain);
    }

    /** The same with further hashes, as trailers bring them. */
    public Response with(ExpectedDigests further) {
      return new Response(
          urlChain,
          fileName,
          mimeType,
          contentDisposition,
          validators,
          acceptsRanges,
          digests.and(further));
    }
  }

  /**
   * Where the file goes.
   *
   * @param replace whether a file that is there gives way
   * @param part where the bytes lie that there are
   */
  public record Place(Path target, boolean replace, Path part) {}

  public JournalEntry {
    spans = List.copyOf(spans);
  }

  /** As it is found after a life that did not end it: what ran is broken off. */
  public JournalEntry awakened() {
    return stage == Stage.RUNNING
        ? new JournalEntry(
            id,
            order,
            request,
            response,
            place,
            announced,
            total,
            spans,
            Stage.INTERRUPTED,
            InterruptReason.CRASH.code(),
            paused,
            startTime,
            endTime)
        : this;
  }
}
