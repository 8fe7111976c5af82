package dev.valence.ipc.internal.wire;

/** How a link ended. */
public enum LinkEnd {
  /** This side ended it. */
  OWN,
  /** The other side is gone. */
  PEER,
  /** The other side broke a rule, or did not read. */
  FAULT
}
