package dev.valence.internal.fetch;

import dev.valence.net.RequestBody;
import java.util.List;

/** A request body that knows what it is made of. */
public interface PartedBody extends RequestBody {
  /** The parts in order. */
  List<UploadPart> parts();

  /** The parts of any body. */
  static List<UploadPart> partsOf(RequestBody body) {
    return body instanceof PartedBody parted
        ? parted.parts()
        : List.of(new UploadPart.OfStream(body.length()));
  }
}
