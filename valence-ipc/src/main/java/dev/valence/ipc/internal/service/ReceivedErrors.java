package dev.valence.ipc.internal.service;

import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.message.RemoteError;
import dev.valence.ipc.value.JsArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions out of the errors of the other side: of the class that the method declares, or of the
 * nearest one above it that it declares, or {@link IpcException}. No class is ever looked up by a
 * name that came over the line.
 */
final class ReceivedErrors {
  /** Declaring these says nothing of what is thrown. */
  private static final Set<Class<?>> VAGUE =
      Set.of(Throwable.class, Exception.class, RuntimeException.class, Error.class);

  private static final int MAX_TYPES = 32;

  private final Map<String, ErrorMaker> makers = new LinkedHashMap<>();

  /**
   * The errors of a method.
   *
   * @throws IllegalArgumentException when it declares one that cannot be made
   */
  ReceivedErrors(ServiceMethod method) {
    for (Class<?> type : method.errors()) {
      if (!VAGUE.contains(type)) {
        makers.put(type.getName(), ErrorMaker.of(type));
      }
    }
  }

  /** The exception of a failed call. */
  Throwable of(IpcException failure) {
    Optional<RemoteError> remote = failure.remote();
    return remote.isPresent() ? of(remote.get(), failure, 0) : failure;
  }

  /**
   * The exception of an error.
   *
   * @param otherwise the exception where its class is not declared
   */
  private Throwable of(RemoteError error, IpcException otherwise, int depth) {
    List<String> types = types(error);
    for (int i = 0; i < types.size(); i++) {
      ErrorMaker maker = makers.get(types.get(i));
      if (maker != null) {
        Throwable made =
            i == 0
                ? maker.make(message(error), error.fields(), cause(error, depth))
                : maker.make(text(error), Map.of(), otherwise);
        return made != null ? made : otherwise;
      }
    }
    return otherwise;
  }

  private @Nullable Throwable cause(RemoteError error, int depth) {
    if (error.cause().isEmpty() || depth >= ErrorValues.MAX_CAUSES) {
      return null;
    }
    RemoteError cause = error.cause().get();
    return of(cause, new IpcException(text(cause), cause), depth + 1);
  }

  private static @Nullable String message(RemoteError error) {
    return error.message().isEmpty() ? null : error.message();
  }

  private static String text(RemoteError error) {
    return error.message().isEmpty() ? error.name() : error.name() + ": " + error.message();
  }

  private static List<String> types(RemoteError error) {
    List<String> types = new ArrayList<>();
    if (error.fields().get(ErrorValues.TYPES) instanceof JsArray array) {
      for (long i = 0; i < Math.min(array.length(), MAX_TYPES); i++) {
        types.add(String.valueOf(array.get(i)));
      }
    }
    return types;
  }
}
