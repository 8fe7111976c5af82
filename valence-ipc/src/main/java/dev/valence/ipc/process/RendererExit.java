package dev.valence.ipc.process;

import java.util.OptionalInt;

/**
 * How a renderer ended: Electron's details of {@code render-process-gone}.
 *
 * @param exitCode the process's; empty when it was never started, or did not end in time
 * @param message why, in a sentence
 */
public record RendererExit(Reason reason, OptionalInt exitCode, String message) {
  /** Electron's reasons, as far as they can be told of a JVM. */
  public enum Reason {
    /** It ended with 0. */
    CLEAN_EXIT("clean-exit"),
    /** It ended with something else. */
    ABNORMAL_EXIT("abnormal-exit"),
    /** It was ended from outside: by a signal, or by this process. */
    KILLED("killed"),
    /** It broke, such as in native code. */
    CRASHED("crashed"),
    /** It could not be started, or did not connect. */
    LAUNCH_FAILED("launch-failed"),
    /** It was ended because it broke the protocol or a limit. */
    INTEGRITY_FAILURE("integrity-failure");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    /** Electron's string. */
    public String wireName() {
      return wireName;
    }
  }
}
