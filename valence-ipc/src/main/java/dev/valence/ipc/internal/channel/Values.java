package dev.valence.ipc.internal.channel;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.value.JsArray;
import org.jspecify.annotations.Nullable;

/** Values as payloads and back. */
public final class Values {
  private static final StructuredClone CLONE = StructuredClone.ofDefaults();
  private static final Payload NO_ARGUMENTS = Payload.of(CLONE.serialize(new JsArray()));

  private Values() {}

  /**
   * The clone of all arguments of a call together.
   *
   * @param args null for the single argument null, as Java passes it on
   * @throws DataCloneException when one cannot be cloned
   */
  public static Payload ofArguments(@Nullable Object @Nullable [] args) {
    if (args == null) {
      return of(JsArray.of(new @Nullable Object[] {null}));
    }
    return args.length == 0 ? NO_ARGUMENTS : of(JsArray.of(args));
  }

  /**
   * The clone of a value.
   *
   * @throws DataCloneException when it cannot be cloned
   */
  public static Payload of(@Nullable Object value) {
    return Payload.of(CLONE.serializeToBuffer(value));
  }

  /**
   * The value of a payload.
   *
   * @throws DataCloneException when it is none
   */
  public static @Nullable Object read(Payload payload) {
    return CLONE.deserializeGiven(payload.buffer());
  }

  /**
   * The arguments of a payload.
   *
   * @throws DataCloneException when it is no value, or no list
   */
  public static IpcArguments readArguments(Payload payload) {
    if (!(read(payload) instanceof JsArray array) || !array.isDense()) {
      throw DataCloneException.notReadable("the arguments of a message are no list");
    }
    return new IpcArguments(array.toList());
  }
}
