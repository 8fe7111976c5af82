package dev.valence.download;

/** Where a download stands. A paused one is {@link #PROGRESSING}. */
public enum DownloadState {
  /** It runs, waits for its turn or for the next try, or is paused. */
  PROGRESSING("progressing"),
  /** The file is whole and has its name. */
  COMPLETED("completed"),
  /** It was given up by somebody. */
  CANCELLED("cancelled"),
  /** It broke off; {@link DownloadItem#canResume} says whether it can go on. */
  INTERRUPTED("interrupted");

  private final String wireName;

  DownloadState(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }
}
