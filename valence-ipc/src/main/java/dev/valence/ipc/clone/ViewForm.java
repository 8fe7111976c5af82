package dev.valence.ipc.clone;

/** How typed arrays and {@code DataView}s are written. Both forms are always read. */
public enum ViewForm {
  /**
   * V8's own: the buffer, then the view of it. Views that share a buffer share it over there, too.
   * Read by {@code v8.deserialize} and whatever else uses V8's deserializer.
   */
  BUFFER,
  /**
   * As {@code v8.serialize} of Node.js writes them: host objects with only the bytes that the view
   * shows. Shared buffers are not shared any more, and resizable ones are fixed.
   */
  NODE
}
