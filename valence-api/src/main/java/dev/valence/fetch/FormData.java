package dev.valence.fetch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form with files (XHR §4.3), sent as {@code multipart/form-data} (RFC 7578). Not thread-safe.
 */
public final class FormData {
  /**
   * One field.
   *
   * @param name the field's name
   * @param fileName the file's name, or null for a plain value
   * @param contentType the media type, or null for a plain value
   * @param content the value
   */
  public record Part(
      String name, @Nullable String fileName, @Nullable String contentType, Body content) {}

  private final List<Part> parts = new ArrayList<>();

  public FormData() {}

  /** Adds a text field. */
  public FormData append(String name, String value) {
    parts.add(new Part(name, null, null, Body.of(value)));
    return this;
  }

  /** Adds a file of a blob's bytes. */
  public FormData append(String name, Blob blob, String fileName) {
    String type = blob.type().isEmpty() ? "application/octet-stream" : blob.type();
    parts.add(new Part(name, fileName, type, Body.of(blob)));
    return this;
  }

  /** Adds a file from the disk, under its own name, as {@code application/octet-stream}. */
  public FormData append(String name, Path file) {
    Path fileName = file.getFileName();
    return append(
        name,
        Body.ofFile(file),
        fileName == null ? "file" : fileName.toString(),
        "application/octet-stream");
  }

  /** Adds a file with any content. */
  public FormData append(String name, Body content, String fileName, String contentType) {
    parts.add(new Part(name, fileName, contentType, content));
    return this;
  }

  /** Adds a field. */
  public FormData append(Part part) {
    parts.add(part);
    return this;
  }

  /** The fields in order. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }
}
