package dev.valence.testkit;

/**
 * One header line as it stood on the wire.
 *
 * @param name the name with the case that was sent
 * @param value the value without the white space around it
 */
public record Header(String name, String value) {
  @Override
  public String toString() {
    return name + ": " + value;
  }
}
