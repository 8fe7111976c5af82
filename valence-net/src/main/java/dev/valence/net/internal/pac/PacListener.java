package dev.valence.net.internal.pac;

/** Hears what a script says, on the thread that runs it. */
public interface PacListener {
  PacListener NONE =
      new PacListener() {
        @Override
        public void onAlert(String message) {}

        @Override
        public void onError(int line, String message) {}
      };

  /** The script called {@code alert}. */
  void onAlert(String message);

  /**
   * The script failed.
   *
   * @param line from 1; 0 when it is not known
   */
  void onError(int line, String message);
}
