package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.fetch.DataPiece.Kind;
import dev.valence.fetch.Body;
import dev.valence.fetch.FormData;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body that the options describe. Files are streamed where the bytes go out as they are. */
final class Upload {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String BINARY = "application/octet-stream";

  private final InputStream standardInput;

  Upload(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /** The body; null for none. */
  @Nullable Body of(FetchOptions.Sending options) {
    if (!options.form.isEmpty()) {
      return form(options.form.stream().map(FormField::parse).toList());
    }
    return options.data.isEmpty() ? null : data(options.data);
  }

  private Body data(List<DataPiece> pieces) {
    DataPiece first = pieces.get(0);
    String type = first.kind() == Kind.JSON ? "application/json" : FORM;
    if (pieces.size() == 1 && first.isFile() && first.kind() != Kind.TEXT) {
      return streamed(first.fileName()).withContentType(type);
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (DataPiece piece : pieces) {
      // Parts of a form are joined as a form; JSON is one text.
      if (joined.size() > 0 && piece.kind() != Kind.JSON) {
        joined.write('&');
      }
      joined.writeBytes(bytes(piece));
    }
    return Body.of(joined.toByteArray()).withContentType(type);
  }

  private byte[] bytes(DataPiece piece) {
    if (!piece.isFile()) {
      return piece.text().getBytes(StandardCharsets.UTF_8);
    }
    byte[] content = read(piece.fileName());
    return piece.kind() == Kind.TEXT ? withoutLineEnds(content) : content;
  }

  /** curl leaves carriage returns, line feeds and zero bytes out of {@code -d @file}. */
  static byte[] withoutLineEnds(byte[] content) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(content.length);
    for (byte b : content) {
      if (b != '\r' && b != '\n' && b != 0) {
        kept.write(b);
      }
    }
    return kept.toByteArray();
  }

  private Body form(List<FormField> fields) {
    FormData form = new FormData();
    for (FormField field : fields) {
      form.append(part(field));
    }
    return Body.of(form);
  }

  private FormData.Part part(FormField field) {
    return switch (field.kind()) {
      case VALUE ->
          new FormData.Part(
              field.name(),
              field.fileName(),
              field.contentType(),
              Body.of(field.source().getBytes(StandardCharsets.UTF_8)));
      case CONTENT ->
          new FormData.Part(
              field.name(), field.fileName(), field.contentType(), streamed(field.source()));
      case FILE ->
          new FormData.Part(
              field.name(),
              field.fileName() != null ? field.fileName() : lastPart(field.source()),
              field.contentType() != null ? field.contentType() : BINARY,
              streamed(field.source()));
    };
  }

  private static String lastPart(String fileName) {
    Path last = Path.of(fileName).getFileName();
    return last == null ? fileName : last.toString();
  }

  private Body streamed(String fileName) {
    if (fileName.equals("-")) {
      return Body.ofInputStream(unclosed(standardInput));
    }
    Path file = Path.of(fileName);
    if (!Files.isReadable(file)) {
      throw new CommandFailure(
          ExitCode.CANNOT_READ,
          "cannot read " + fileName + ": there is no such file, or no permission to read it");
    }
    if (!Files.isRegularFile(file)) {
      if (Files.isDirectory(file)) {
        throw new CommandFailure(ExitCode.CANNOT_READ, fileName + " is a folder, not a file");
      }
      // A pipe or device: no length, and read once.
      try {
        return Body.ofInputStream(Files.newInputStream(file));
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.CANNOT_READ, "cannot read " + fileName, e);
      }
    }
    return Body.ofFile(file);
  }

  private byte[] read(String fileName) {
    try {
      return fileName.equals("-")
          ? standardInput.readAllBytes()
          : Files.readAllBytes(Path.of(fileName));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.CANNOT_READ,
          "cannot read "
              + (fileName.equals("-") ? "standard input" : fileName)
              + ": there is no such file, or no permission to read it",
          e);
    }
  }

  /** Standard input belongs to the process. */
  private static InputStream unclosed(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
      }

      @Override
      public void close() {}
    };
  }
}
