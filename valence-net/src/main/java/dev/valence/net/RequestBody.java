package dev.valence.net;

/** A request body. */
public interface RequestBody {
  /**
   * The length in bytes, or -1 where it is not known; then it is sent chunked (HTTP/1.1) or without
   * a length (HTTP/2).
   */
  long length();

  /**
   * Whether {@link #open} works more than once, as a redirect, a retry or an authentication needs
   * it.
   */
  boolean isReplayable();

  /**
   * Starts at the beginning.
   *
   * @throws NetException when the body cannot be read again, or not at all
   */
  UploadReader open() throws NetException;
}
