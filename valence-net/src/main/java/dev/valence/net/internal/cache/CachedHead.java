package dev.valence.net.internal.cache;

import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is stored of a response beside its body. Immutable; any thread may read it. */
public final class CachedHead {
  private final long requestMillis;
  private final long responseMillis;
  private final ResponseHead response;
  private final HeaderList selecting;

  /** Made at the first reading and never changed; made twice when two threads come at once. */
  private volatile @Nullable Object reading;

  /**
   * A head.
   *
   * @param requestMillis when the request was sent, in milliseconds since the epoch
   * @param responseMillis when the head came
   * @param response status and headers, as they came from the network
   * @param selecting the request's fields that the response's {@code Vary} names; empty without
   *     {@code Vary}
   */
  public CachedHead(
      long requestMillis, long responseMillis, ResponseHead response, HeaderList selecting) {
    this.requestMillis = requestMillis;
    this.responseMillis = responseMillis;
    this.response = response;
    this.selecting = selecting;
  }

  /** When the request was sent, in milliseconds since the epoch. */
  public long requestMillis() {
    return requestMillis;
  }

  /** When the head came, in milliseconds since the epoch. */
  public long responseMillis() {
    return responseMillis;
  }

  /** Status and headers, as they came from the network. */
  public ResponseHead response() {
    return response;
  }

  /** The request's fields that the response's {@code Vary} names; empty without {@code Vary}. */
  public HeaderList selecting() {
    return selecting;
  }

  /**
   * What these fields mean, kept beside them: a hit parses no date. There is one kind of reading.
   *
   * @param reader makes an immutable reading of this head
   */
  public <T> T reading(Class<T> type, Function<CachedHead, T> reader) {
    Object present = reading;
    if (present == null) {
      present = reader.apply(this);
      reading = present;
    }
    return type.cast(present);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CachedHead head
        && requestMillis == head.requestMillis
        && responseMillis == head.responseMillis
        && response.equals(head.response)
        && selecting.equals(head.selecting);
  }

  @Override
  public int hashCode() {
    return Objects.hash(requestMillis, responseMillis, response, selecting);
  }

  @Override
  public String toString() {
    return response.status() + " at " + responseMillis;
  }
}
