package dev.valence.ipc.internal.channel;

import org.jspecify.annotations.Nullable;

/** What may be the name of a channel: any text of Unicode, the empty one included. */
public final class ChannelName {
  private ChannelName() {}

  /**
   * The name.
   *
   * @throws IllegalArgumentException when there is none, or it has half a character: as UTF-8 two
   *     such names would be one
   */
  public static String check(@Nullable String channel) {
    if (channel == null) {
      throw new IllegalArgumentException("Missing required channel argument");
    }
    for (int i = 0; i < channel.length(); i++) {
      char unit = channel.charAt(i);
      if (Character.isSurrogate(unit)) {
        boolean pair =
            Character.isHighSurrogate(unit)
                && i + 1 < channel.length()
                && Character.isLowSurrogate(channel.charAt(i + 1));
        if (!pair) {
          throw new IllegalArgumentException(
              "A channel's name has half a surrogate pair at index " + i);
        }
        i++;
      }
    }
    return channel;
  }
}
