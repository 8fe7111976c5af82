package dev.valence.testkit;

/** A program that a test needs is not installed; the message says how to have it. */
public final class MissingPeerException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  MissingPeerException(String message) {
    super(message);
  }

  MissingPeerException(String program, String debianPackage) {
    super(
        "The program "
            + program
            + " is not installed; on Debian: apt-get install "
            + debianPackage);
  }
}
