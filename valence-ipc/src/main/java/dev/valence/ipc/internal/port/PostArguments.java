package dev.valence.ipc.internal.port;

import dev.valence.ipc.port.MessagePortMain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code postMessage(channel, message, transfer)} on what has channels, as they
 * come from where calls have no types: a script, a page.
 *
 * @param transfer not yet checked but for being a list
 */
public record PostArguments(String channel, @Nullable Object message, List<?> transfer) {
  /**
   * Checks the arguments of a call.
   *
   * @throws IllegalArgumentException with Electron's texts, when they are too few or wrong
   */
  public static PostArguments of(List<? extends @Nullable Object> arguments) {
    if (arguments.size() < 2) {
      if (arguments.size() == 1) {
        channel(arguments.get(0));
      }
      throw new IllegalArgumentException("Insufficient number of arguments.");
    }
    String channel = channel(arguments.get(0));
    if (arguments.size() == 2) {
      return new PostArguments(channel, arguments.get(1), List.of());
    }
    if (!(arguments.get(2) instanceof List<?> transfer)
        || !transfer.stream().allMatch(MessagePortMain.class::isInstance)) {
      throw new IllegalArgumentException("Invalid value for transfer");
    }
    return new PostArguments(channel, arguments.get(1), transfer);
  }

  private static String channel(@Nullable Object argument) {
    if (argument instanceof String channel) {
      return channel;
    }
    String found = argument == null ? "null" : argument.getClass().getSimpleName();
    throw new IllegalArgumentException(
        "Error processing argument at index 0, conversion failure from " + found);
  }
}
