package dev.valence.protocol;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a request uploads: bytes, or a file. Blobs of pages are among the bytes.
 *
 * @param bytes empty where the part is a file; not to be changed
 * @param file null where the part is bytes
 */
public record ProtocolUploadData(byte[] bytes, @Nullable Path file) {}
