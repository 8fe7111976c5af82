package dev.valence.cli.failure;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetTimeoutException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns whatever was thrown into a line for people and an exit code. */
public final class Failures {
  private Failures() {}

  /** The failure to report. Wrappers of futures are taken off. */
  public static CommandFailure of(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof CommandFailure failure) {
      return failure;
    }
    if (cause instanceof NetException failure) {
      return new CommandFailure(ExitCode.of(failure.error()), network(failure), failure);
    }
    if (cause instanceof TimeoutException) {
      return new CommandFailure(ExitCode.TIMED_OUT, message(cause), cause);
    }
    if (cause instanceof CancellationException) {
      return new CommandFailure(ExitCode.INTERRUPTED, "interrupted", cause);
    }
    if (cause instanceof FileSystemException failure) {
      return new CommandFailure(ExitCode.CANNOT_READ, file(failure), cause);
    }
    if (cause instanceof IOException || cause instanceof IllegalArgumentException) {
      return new CommandFailure(ExitCode.FAILED, message(cause), cause);
    }
    return new CommandFailure(
        ExitCode.FAILED,
        "unexpected failure: " + cause + "; run it again with --debug and report what that prints",
        cause);
  }

  /** What the wrappers of futures hold. */
  public static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String network(NetException failure) {
    StringBuilder line = new StringBuilder(failure.error().text());
    String detail = failure.detail();
    if (detail != null) {
      line.append(": ").append(detail);
    }
    String advice = advice(failure);
    // A detail often says already what to do.
    if (advice != null && (detail == null || detail.indexOf(';') < 0)) {
      line.append("; ").append(advice);
    }
    return line.toString();
  }

  private static @Nullable String advice(NetException failure) {
    if (failure instanceof NetTimeoutException late) {
      return switch (late.phase()) {
        case CONNECT, TLS, TUNNEL -> "give it longer with --connect-timeout SECONDS";
        case RESPONSE_HEADERS, IDLE_BODY -> "the server is slow or hangs";
      };
    }
    if (failure.error() == NetError.CONNECTION_REFUSED) {
      return "is the server running, and is the port right?";
    }
    return switch (ExitCode.of(failure.error())) {
      case HOST_NOT_FOUND -> "check the host name and this machine's DNS";
      case CANNOT_CONNECT -> "check the address and this machine's network";
      case CERTIFICATE -> "to trust a root of your own, give its PEM file with --cacert FILE";
      case TLS_FAILED -> "does the server speak TLS 1.2 or newer on this port?";
      case EMPTY_RESPONSE -> "does the server speak HTTP on this port?";
      case CUT_SHORT, CONNECTION_LOST -> "try again";
      default -> null;
    };
  }

  private static String file(FileSystemException failure) {
    String name = String.valueOf(failure.getFile());
    if (failure instanceof NoSuchFileException) {
      return "no such file: " + name;
    }
    if (failure instanceof AccessDeniedException) {
      return "no permission for the file " + name;
    }
    String reason = failure.getReason();
    return name + ": " + (reason == null ? failure.getClass().getSimpleName() : reason);
  }

  private static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.toString() : message;
  }
}
