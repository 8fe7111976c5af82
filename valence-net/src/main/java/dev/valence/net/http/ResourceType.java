package dev.valence.net.http;

/**
 * What a request is for (Chromium's {@code WebRequestResourceType}; Electron's {@code
 * resourceType}).
 */
public enum ResourceType {
  /** The document of a page. */
  MAIN_FRAME("mainFrame"),
  /** The document of a frame within a page. */
  SUB_FRAME("subFrame"),
  STYLESHEET("stylesheet"),
  SCRIPT("script"),
  IMAGE("image"),
  FONT("font"),
  OBJECT("object"),
  /** A page's {@code fetch} or {@code XMLHttpRequest}. */
  XHR("xhr"),
  PING("ping"),
  CSP_REPORT("cspReport"),
  MEDIA("media"),
  /** The handshake of a WebSocket. */
  WEB_SOCKET("webSocket"),
  /** Anything else: what the application itself asks for, downloads too. */
  OTHER("other");

  private final String wireName;

  ResourceType(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }

  /**
   * The type with Electron's name {@code name}.
   *
   * @throws IllegalArgumentException naming the value, for any other name
   */
  public static ResourceType ofWireName(String name) {
    return WireNames.find(values(), ResourceType::wireName, name, "resource type");
  }
}
