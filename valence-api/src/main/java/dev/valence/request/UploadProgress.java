package dev.valence.request;

/**
 * How far an upload is.
 *
 * @param active whether the request is under way; if not, the rest is false and 0
 * @param started whether the upload has begun; if not, the rest is 0
 * @param current the bytes sent so far
 * @param total the bytes to be sent; 0 for a chunked request, whose length is not known
 */
public record UploadProgress(boolean active, boolean started, long current, long total) {
  /** The request is not under way. */
  public static final UploadProgress INACTIVE = new UploadProgress(false, false, 0, 0);

  /** The request is under way and has sent nothing of its body yet. */
  public static final UploadProgress WAITING = new UploadProgress(true, false, 0, 0);
}
