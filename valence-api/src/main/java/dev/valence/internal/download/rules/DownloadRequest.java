package dev.valence.internal.download.rules;

import dev.valence.net.http.HeaderList;

/** The header fields of a download's request. */
public final class DownloadRequest {
  private DownloadRequest() {}

  /**
   * The fields for the bytes from an offset on.
   *
   * @param given what the caller set
   * @param last the last byte wanted, inclusive; -1 for the rest
   * @param validators of the bytes that are there. Without a strong one the whole file is asked for
   */
  public static HeaderList headers(
      HeaderList given, long offset, long last, Validators validators) {
    HeaderList headers = given.copy();
    if (!headers.contains("accept-encoding")) {
      // Ranges and lengths count coded bytes: only uncoded ones are the file's.
      headers.add("Accept-Encoding", "identity");
    }
    if (asksForRange(offset, last, validators)) {
      headers.add("Range", "bytes=" + offset + "-" + (last < 0 ? "" : Long.toString(last)));
      headers.add("If-Range", String.valueOf(validators.ifRange()));
    }
    return headers;
  }

  /** Whether a part is asked for. */
  public static boolean asksForRange(long offset, long last, Validators validators) {
    return (offset > 0 || last >= 0) && validators.ifRange() != null;
  }
}
