package dev.valence.ipc.internal.process;

import dev.valence.ipc.process.RendererExit;
import dev.valence.ipc.process.RendererExit.Reason;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How a renderer ended, from what is known of it. */
final class ExitRules {
  /** What this process did to it; the strongest counts. */
  enum Cause {
    ITSELF,
    ASKED_TO_CLOSE,
    KILLED,
    DID_NOT_CONNECT,
    BROKE_A_RULE
  }

  private static final int SIGNALS = 128;

  private ExitRules() {}

  static RendererExit of(int id, Cause cause, @Nullable String why, OptionalInt code) {
    String name = "renderer " + id;
    String withCode = code.isPresent() ? " (exit code " + code.getAsInt() + ")" : "";
    String because = why == null ? "" : ": " + why;
    return switch (cause) {
      case BROKE_A_RULE ->
          new RendererExit(Reason.INTEGRITY_FAILURE, code, name + " was ended" + because);
      case KILLED -> new RendererExit(Reason.KILLED, code, name + " was killed" + because);
      case DID_NOT_CONNECT ->
          new RendererExit(Reason.LAUNCH_FAILED, code, name + " was ended" + because);
      case ASKED_TO_CLOSE, ITSELF -> {
        Reason reason = code.isPresent() ? ofCode(code.getAsInt()) : Reason.ABNORMAL_EXIT;
        yield new RendererExit(
            reason, code, name + " ended: " + reason.wireName() + withCode + because);
      }
    };
  }

  /** POSIX shells' and Java's convention: 128 and the number of the signal. */
  private static Reason ofCode(int code) {
    return switch (code - SIGNALS) {
      case -SIGNALS -> Reason.CLEAN_EXIT;
      case 1, 2, 9, 15 -> Reason.KILLED;
      case 3, 4, 6, 7, 8, 11 -> Reason.CRASHED;
      default -> Reason.ABNORMAL_EXIT;
    };
  }
}
