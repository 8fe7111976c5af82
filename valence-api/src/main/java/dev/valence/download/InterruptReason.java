package dev.valence.download;

import org.jspecify.annotations.Nullable;

/** Why a download broke off: Chromium's reasons, with its names and numbers. */
public enum InterruptReason {
  /** The file could not be written for another reason, or its folder went away. */
  FILE_FAILED(1),
  /** The folder or file may not be written. */
  FILE_ACCESS_DENIED(2),
  /** The disk is full, or has too little room for the file. */
  FILE_NO_SPACE(3),
  FILE_NAME_TOO_LONG(5),
  /** The file system cannot hold a file of this size. */
  FILE_TOO_LARGE(6),
  /** For the moment, such as too many open files. */
  FILE_TRANSIENT_ERROR(10),
  /** The bytes on the disk are fewer than were received. */
  FILE_TOO_SHORT(13),
  /** The whole file is not what its checksum says. */
  FILE_HASH_MISMATCH(14),
  NETWORK_FAILED(20),
  NETWORK_TIMEOUT(21),
  /** The connection was lost. */
  NETWORK_DISCONNECTED(22),
  /** Nobody answers at the server's address. */
  NETWORK_SERVER_DOWN(23),
  /** The request is invalid, such as its scheme. */
  NETWORK_INVALID_REQUEST(24),
  /** The server answered with an error. */
  SERVER_FAILED(30),
  /** The server does not send the range that is missing. */
  SERVER_NO_RANGE(31),
  /** The server does not have the file. */
  SERVER_BAD_CONTENT(33),
  /** The server, or a proxy, wants a login. */
  SERVER_UNAUTHORIZED(34),
  /** The server's certificate is not trusted. */
  SERVER_CERT_PROBLEM(35),
  SERVER_FORBIDDEN(36),
  /** The host was not found. */
  SERVER_UNREACHABLE(37),
  /** The server sent fewer bytes than it had said. */
  SERVER_CONTENT_LENGTH_MISMATCH(38),
  USER_CANCELED(40),
  /** The session was closed. */
  USER_SHUTDOWN(41),
  /** The process ended without closing the session. */
  CRASH(50);

  private final int code;

  InterruptReason(int code) {
    this.code = code;
  }

  /** Chromium's number. */
  public int code() {
    return code;
  }

  /** The reason with this number; null where there is none. */
  public static @Nullable InterruptReason ofCode(int code) {
    for (InterruptReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    return null;
  }
}
