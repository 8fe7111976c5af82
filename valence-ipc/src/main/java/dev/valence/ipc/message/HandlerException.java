package dev.valence.ipc.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For handlers that want to say more than a message: with a name as JavaScript has it, and with
 * fields, which the caller finds in {@link RemoteError#fields}. Any other exception arrives with
 * its class, its message and its causes.
 */
public final class HandlerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final transient Map<String, @Nullable Object> fields;

  /** An {@code Error} with fields: values that can be cloned. */
  public HandlerException(String message, Map<String, ? extends @Nullable Object> fields) {
    this("Error", message, fields, null);
  }

  /**
   * An error.
   *
   * @param name such as {@code TypeError}: the first word of its text
   * @param fields values that can be cloned
   * @param cause told as well, without its stack
   */
  public HandlerException(
      String name,
      String message,
      Map<String, ? extends @Nullable Object> fields,
      @Nullable Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.name = Objects.requireNonNull(name, "name");
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The fields. */
  public Map<String, @Nullable Object> fields() {
    return fields;
  }
}
