package dev.valence.internal.protocol;

/** The older families, by what they answer with. */
enum LegacyKind {
  STRING,
  BUFFER,
  FILE,
  HTTP,
  STREAM,
  /** Any of them (Electron's {@code registerProtocol}). */
  FREE
}
