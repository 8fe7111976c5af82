package dev.valence.net;

/** The version of HTTP that carried a response. */
public enum HttpVersion {
  HTTP_1_0(1, 0),
  HTTP_1_1(1, 1),
  HTTP_2(2, 0);

  private final int major;
  private final int minor;

  HttpVersion(int major, int minor) {
    this.major = major;
    this.minor = minor;
  }

  public int major() {
    return major;
  }

  public int minor() {
    return minor;
  }

  /** The version as text, such as {@code 1.1}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
