package dev.valence.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Who answers the requests of which scheme: of one session ({@link dev.valence.Session#protocol}),
 * or of all sessions, present and future ({@link dev.valence.Sessions#protocol}). A session's own
 * handlers win.
 *
 * <p>A handler takes its scheme over before strict transport security, cookies, the cache and the
 * network see the request; {@code http}, {@code https} and {@code file} too. A request with {@code
 * bypassCustomProtocolHandlers} passes it by. WebSockets are never handled. A handler may redirect
 * to any scheme; what comes over the network may not lead to one that only the program answers.
 *
 * <p>Changes hold for requests that begin later. Schemes are in lower case, without a colon. Any
 * thread may call.
 */
public interface Protocol {
  // ---- Handlers

  /**
   * Answers a scheme.
   *
   * {@snippet :
   * session.protocol().handle("app", request -> Response.ofFile(path));
   * }
   *
   * @throws IllegalStateException "Failed to register protocol: …" when it is answered already
   * @throws IllegalArgumentException when it cannot be a scheme, or is answered by nobody but the
   *     network, such as {@code ws} and {@code data}
   */
  void handle(String scheme, ProtocolHandler handler);

  /** Answers a scheme with the files of a folder; see {@link #handle(String, ProtocolHandler)}. */
  void handle(String scheme, Folder folder);

  /** Answers a scheme, each request later; see {@link #handle(String, ProtocolHandler)}. */
  void handleAsync(String scheme, AsyncProtocolHandler handler);

  /**
   * Answers a scheme no more; requests under way are still answered.
   *
   * @throws IllegalStateException "Failed to unhandle protocol: …" when it was not answered
   */
  void unhandle(String scheme);

  /** Whether the scheme is answered by a handler or a source, of this session or of all. */
  boolean isProtocolHandled(String scheme);

  // ---- Sources

  /**
   * Answers a scheme with files, without code of the program. GET and HEAD find files; whatever
   * else is asked for fails with {@code net::ERR_FILE_NOT_FOUND}.
   *
   * @throws IllegalStateException when the scheme is already handled
   * @throws IllegalArgumentException when it cannot be a scheme, or is a built-in one
   */
  void registerSource(String scheme, ProtocolSource source);

  /** The source of a scheme; null for none. */
  @Nullable ProtocolSource getSource(String scheme);

  // ---- The older families

  /**
   * Answers a scheme with text, as {@link #handle} would but through a callback.
   *
   * @return false when the scheme is answered already, or is a built-in one, which can only be
   *     intercepted
   * @throws IllegalArgumentException when it cannot be a scheme
   */
  boolean registerStringProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #registerStringProtocol}, with bytes. */
  boolean registerBufferProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #registerStringProtocol}, with files, named by absolute paths. */
  boolean registerFileProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #registerStringProtocol}, with what a URL answers. */
  boolean registerHttpProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #registerStringProtocol}, with streams. */
  boolean registerStreamProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #registerStringProtocol}, with any of them (not documented in Electron). */
  boolean registerProtocol(String scheme, LegacyProtocolHandler handler);

  /**
   * Answers a scheme no more.
   *
   * @return false when it was not registered, or has a source
   */
  boolean unregisterProtocol(String scheme);

  /** Whether a handler was registered for the scheme; a source does not count. */
  boolean isProtocolRegistered(String scheme);

  /**
   * Answers a scheme in place of whoever else does: the network, a registered handler.
   *
   * @return false when the scheme is intercepted already
   * @throws IllegalArgumentException when it cannot be a scheme, or cannot be intercepted
   */
  boolean interceptStringProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #interceptStringProtocol}, with bytes. */
  boolean interceptBufferProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #interceptStringProtocol}, with files, named by absolute paths. */
  boolean interceptFileProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #interceptStringProtocol}, with what a URL answers. */
  boolean interceptHttpProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #interceptStringProtocol}, with streams. */
  boolean interceptStreamProtocol(String scheme, LegacyProtocolHandler handler);

  /** As {@link #interceptStringProtocol}, with any of them (not documented in Electron). */
  boolean interceptProtocol(String scheme, LegacyProtocolHandler handler);

  /**
   * Leaves a scheme to whoever answered it before.
   *
   * @return false when it was not intercepted
   */
  boolean uninterceptProtocol(String scheme);

  /** Whether the scheme is intercepted. */
  boolean isProtocolIntercepted(String scheme);
}
