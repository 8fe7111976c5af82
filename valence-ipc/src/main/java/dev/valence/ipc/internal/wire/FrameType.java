package dev.valence.ipc.internal.wire;

/** The first byte of a frame. */
final class FrameType {
  static final int HELLO = 1;
  static final int WELCOME = 2;
  static final int GOODBYE = 3;
  static final int SEND = 4;
  static final int POST = 5;
  static final int INVOKE = 6;
  static final int SEND_SYNC = 7;
  static final int RESULT = 8;
  static final int FAILURE = 9;
  static final int CANCEL = 10;
  static final int PROGRESS = 11;
  static final int TO_HOST = 12;
  static final int SEND_TO = 13;
  static final int PORT_OPEN = 16;
  static final int PORT_MESSAGE = 17;
  static final int PORT_CONSUMED = 18;
  static final int PORT_CLOSE = 19;

  private FrameType() {}
}
