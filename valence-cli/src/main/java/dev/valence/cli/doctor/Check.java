package dev.valence.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject what, in a word or two
 * @param found what was found, and what to do where that is not well
 */
record Check(String subject, Verdict verdict, String found) {
  /** How it stands. */
  enum Verdict {
    /** As it should be. */
    GOOD,
    /** Works, but something is missing that would be of use. */
    NOTE,
    /** Does not work. */
    BAD
  }

  static Check good(String subject, String found) {
    return new Check(subject, Verdict.GOOD, found);
  }

  static Check note(String subject, String found) {
    return new Check(subject, Verdict.NOTE, found);
  }

  static Check bad(String subject, String found) {
    return new Check(subject, Verdict.BAD, found);
  }

  static Check goodOrNote(boolean good, String subject, String found, String otherwise) {
    return good ? good(subject, found) : note(subject, otherwise);
  }
}
