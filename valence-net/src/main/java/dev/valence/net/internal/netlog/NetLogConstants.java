package dev.valence.net.internal.netlog;

import dev.valence.net.NetError;
import dev.valence.net.netlog.NetLogCaptureMode;
import java.nio.charset.StandardCharsets;

/**
 * The constants at the head of a log file: what its numbers mean. Chromium's {@code
 * GetNetConstants} ({@code net/log/net_log_util.cc}); the public viewer refuses a file without
 * {@code logFormatVersion}, {@code logEventTypes}, {@code logEventPhase}, {@code logSourceType},
 * {@code clientInfo}, {@code loadFlag}, {@code netError}, {@code addressFamily} or {@code
 * timeTickOffset} ({@code areValidConstants} in catapult's {@code netlog_viewer/main.js}).
 */
final class NetLogConstants {
  private static final int FORMAT_VERSION = 1;

  /** {@code net/base/load_flags_list.h}: the first is bit 0. */
  private static final String[] LOAD_FLAGS = {
    "VALIDATE_CACHE",
    "BYPASS_CACHE",
    "SKIP_CACHE_VALIDATION",
    "ONLY_FROM_CACHE",
    "DISABLE_CACHE",
    "DISABLE_CERT_NETWORK_FETCHES",
    "DO_NOT_SAVE_COOKIES",
    "BYPASS_PROXY"
  };

  /** {@code net/cert/cert_status_flags_list.h}: name, bit. */
  private static final Object[][] CERT_STATUS = {
    {"COMMON_NAME_INVALID", 0},
    {"DATE_INVALID", 1},
    {"AUTHORITY_INVALID", 2},
    {"NO_REVOCATION_MECHANISM", 4},
    {"UNABLE_TO_CHECK_REVOCATION", 5},
    {"REVOKED", 6},
    {"INVALID", 7},
    {"WEAK_SIGNATURE_ALGORITHM", 8},
    {"NON_UNIQUE_NAME", 10},
    {"WEAK_KEY", 11},
    {"PINNED_KEY_MISSING", 13},
    {"NAME_CONSTRAINT_VIOLATION", 14},
    {"VALIDITY_TOO_LONG", 15}
  };

  private final JsonBytes json = new JsonBytes();
  private boolean first = true;

  private NetLogConstants() {}

  /**
   * The constants as one JSON object on one line.
   *
   * @param unixMillisOfOrigin the time of day when the clock of the log's events was 0
   */
  static String json(NetLogCaptureMode mode, long unixMillisOfOrigin) {
    NetLogConstants constants = new NetLogConstants();
    constants.write(mode, unixMillisOfOrigin);
    return new String(
        constants.json.array(), 0, constants.json.length(), StandardCharsets.US_ASCII);
  }

  private void write(NetLogCaptureMode mode, long unixMillisOfOrigin) {
    json.raw('{');
    number("logFormatVersion", FORMAT_VERSION);
    open("logEventTypes");
    for (NetLogEventType type : NetLogEventType.values()) {
      number(type.name(), type.ordinal());
    }
    close();
    open("logSourceType");
    for (NetLogSourceType type : NetLogSourceType.values()) {
      number(type.name(), type.ordinal());
    }
    close();
    open("logEventPhase");
    for (NetLogPhase phase : NetLogPhase.values()) {
      number("PHASE_" + phase.name(), phase.code());
    }
    close();
    open("netError");
    for (NetError error : NetError.values()) {
      number("ERR_" + error.name(), error.code());
    }
    close();
    flags();
    open("addressFamily");
    number("ADDRESS_FAMILY_UNSPECIFIED", 0);
    number("ADDRESS_FAMILY_IPV4", 1);
    number("ADDRESS_FAMILY_IPV6", 2);
    close();
    // What this network never has; the viewer looks their tables up all the same.
    open("loadState");
    number("IDLE", 0);
    close();
    open("quicError");
    close();
    open("quicRstStreamError");
    close();
    text("timeTickOffset", Long.toString(unixMillisOfOrigin));
    open("clientInfo");
    text("name", "Valence");
    text("version", version());
    text("os_type", System.getProperty("os.name") + ": " + System.getProperty("os.version"));
    text("command_line", "");
    close();
    text("captureMode", mode.wireName());
    json.raw('}');
  }

  private void flags() {
    open("loadFlag");
    number("NORMAL", 0);
    for (int bit = 0; bit < LOAD_FLAGS.length; bit++) {
      number(LOAD_FLAGS[bit], 1L << bit);
    }
    close();
    open("certStatusFlag");
    for (Object[] flag : CERT_STATUS) {
      number((String) flag[0], 1L << (Integer) flag[1]);
    }
    close();
  }

  private static String version() {
    String version = NetLogConstants.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private void name(String name) {
    if (!first) {
      json.raw(',');
    }
    first = false;
    json.text(name).raw(':');
  }

  private void number(String name, long value) {
    name(name);
    json.number(value);
  }

  private void text(String name, String value) {
    name(name);
    json.text(value);
  }

  private void open(String name) {
    name(name);
    json.raw('{');
    first = true;
  }

  private void close() {
    json.raw('}');
    first = false;
  }
}
