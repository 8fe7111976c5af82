package dev.valence.fetch;

/** What kind of response it is (Fetch §2.2.6). */
public enum ResponseType {
  /** From the network, all of it to be seen: the host application is bound by no origin. */
  BASIC("basic"),
  /**
   * A redirect that was not followed, since {@code redirect} is {@code manual}; status and headers
   * are there.
   */
  OPAQUE_REDIRECT("opaqueredirect"),
  /** Made by the application. */
  DEFAULT("default"),
  /** Made by the application to say that there is no response. */
  ERROR("error");

  private final String wireName;

  ResponseType(String wireName) {
    this.wireName = wireName;
  }

  /** The standard's string. */
  public String wireName() {
    return wireName;
  }
}
