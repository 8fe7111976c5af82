package dev.valence.net.internal.netlog;

/** What an event is to the thing that its type names. */
public enum NetLogPhase {
  NONE(0),
  BEGIN(1),
  END(2);

  private final int code;

  NetLogPhase(int code) {
    this.code = code;
  }

  /** The number in a log file ({@code logEventPhase}). */
  public int code() {
    return code;
  }
}
