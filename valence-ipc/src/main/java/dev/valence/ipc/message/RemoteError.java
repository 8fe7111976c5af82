package dev.valence.ipc.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an error that happened in another process. There is no stack: it tells of the
 * inside of that process.
 *
 * @param name as JavaScript names errors: {@code Error}, {@code TypeError}
 * @param type the class, such as {@code java.io.FileNotFoundException}; empty where there is none
 * @param message its message; empty where it has none
 * @param fields what {@link HandlerException} carries besides
 * @param cause what it came from, if that is known
 */
public record RemoteError(
    String name,
    String type,
    String message,
    Map<String, @Nullable Object> fields,
    Optional<RemoteError> cause) {
  /** An error; the fields are copied. */
  public RemoteError {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
