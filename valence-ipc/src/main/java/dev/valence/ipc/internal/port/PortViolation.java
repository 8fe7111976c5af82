package dev.valence.ipc.internal.port;

/** A process said something of ports that it cannot say; its line is to be cut. */
public final class PortViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PortViolation(String message) {
    super(message);
  }
}
