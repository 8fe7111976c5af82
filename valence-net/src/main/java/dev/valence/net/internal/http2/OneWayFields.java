package dev.valence.net.internal.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Header fields as Netty's codec wants to see them, without its hash table: the codec only ever
 * adds fields (when it decodes) or walks over them once (when it encodes). Whatever else Netty's
 * interface offers is as for a list without fields.
 */
abstract class OneWayFields extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
    implements Http2Headers {
  @Override
  public Iterator<Entry<CharSequence, CharSequence>> iterator() {
    return Collections.emptyIterator();
  }

  @Override
  public Iterator<CharSequence> valueIterator(CharSequence name) {
    return Collections.emptyIterator();
  }

  @Override
  public Http2Headers method(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers scheme(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers authority(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers path(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers status(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable CharSequence method() {
    return null;
  }

  @Override
  public @Nullable CharSequence scheme() {
    return null;
  }

  @Override
  public @Nullable CharSequence authority() {
    return null;
  }

  @Override
  public @Nullable CharSequence path() {
    return null;
  }

  @Override
  public @Nullable CharSequence status() {
    return null;
  }

  @Override
  public boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
    return false;
  }
}
