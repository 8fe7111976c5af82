package dev.valence.testkit;

/** A program that a test needs is not installed; the message names the Debian package. */
public final class MissingPeerException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  MissingPeerException(String program, String debianPackage) {
    super(
        "The program "
            + program
            + " is not installed; on Debian: apt-get install "
            + debianPackage);
  }
}
