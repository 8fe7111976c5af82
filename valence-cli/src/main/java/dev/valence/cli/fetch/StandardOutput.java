package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;

/** Standard output. A reader that has gone is no error to speak of; see {@link #failure}. */
final class StandardOutput implements BodyTarget {
  private final WritableByteChannel channel;

  StandardOutput(Terminal terminal) {
    this.channel = terminal.outputChannel();
  }

  @Override
  public void write(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      channel.write(piece);
    }
  }

  @Override
  public void commit() {}

  /** Standard output stays open: it belongs to the process. */
  @Override
  public void close() {}

  static CommandFailure failure(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    // EPIPE in the words of Linux and macOS, and of Windows.
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("broken pipe") || lower.contains("pipe is being closed")) {
      return CommandFailure.brokenPipe(cause);
    }
    return new CommandFailure(
        ExitCode.CANNOT_WRITE, "cannot write to standard output: " + message, cause);
  }
}
