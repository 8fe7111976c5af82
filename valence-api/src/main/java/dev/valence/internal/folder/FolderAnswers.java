package dev.valence.internal.folder;

import dev.valence.fetch.Headers;
import dev.valence.fetch.Response;
import dev.valence.internal.fetch.ChannelSource;
import dev.valence.internal.fetch.ContentTypes;
import dev.valence.internal.fetch.MadeResponse;
import dev.valence.internal.fetch.ResponseContent;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of a folder, as a web server gives them. Blocks. */
public final class FolderAnswers {
  private final FolderFiles files;
  private final String index;
  private final boolean listing;
  private final boolean hidden;

  /**
   * Answers.
   *
   * @param index the name of the file that stands for its folder; empty for none
   * @param listing whether a folder without it is listed
   * @param hidden whether names that begin with a dot are served
   */
  public FolderAnswers(Path root, String index, boolean listing, boolean hidden) {
    this.files = new FolderFiles(root);
    this.index = index;
    this.listing = listing;
    this.hidden = hidden;
  }

  /** The answer to a request. */
  public Response answer(String method, Url url) throws IOException {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return problem(405, "this folder can only be read", "Allow", "GET, HEAD");
    }
    String text = url.path().isEmpty() ? "/" : url.path();
    UrlPath path = UrlPath.parse(text, files.isWindows());
    if (path == null || !hidden && path.isHidden()) {
      return notFound();
    }
    try {
      return answer(url, path);
    } catch (AccessDeniedException e) {
      return problem(403, "this may not be read", null, null);
    } catch (FileSystemException e) {
      return notFound();
    }
  }

  private Response answer(Url url, UrlPath path) throws IOException {
    Path real = files.find(path.names());
    boolean folder = Files.isDirectory(real);
    if (folder && !path.folder()) {
      String query = url.query() == null ? "" : "?" + url.query();
      String to = url.path() + "/" + query;
      return Response.builder().status(301).header("Location", to).build();
    }
    if (!folder) {
      return path.folder() || !FolderFiles.isFile(real) ? notFound() : file(path.names());
    }
    if (!index.isEmpty()) {
      List<String> names = new ArrayList<>(path.names());
      names.add(index);
      Response answer = indexOf(names);
      if (answer != null) {
        return answer;
      }
    }
    return listing ? FolderListing.of(real, path.names().isEmpty(), hidden) : notFound();
  }

  private @Nullable Response indexOf(List<String> names) throws IOException {
    try {
      return FolderFiles.isFile(files.find(names)) ? file(names) : null;
    } catch (FileSystemException none) {
      return null;
    }
  }

  private Response file(List<String> names) {
    return file(files, names, new Headers());
  }

  /** A file that was found, opened when it is answered with. */
  static Response file(FolderFiles files, List<String> names, Headers headers) {
    headers.set("Content-Type", ContentTypes.of(names.get(names.size() - 1)));
    return new MadeResponse(
        200,
        "",
        Headers.view(headers.toHeaderList()),
        new ResponseContent.Seekable(ChannelSource.ofFile(files.finder(names))),
        false);
  }

  private static Response notFound() {
    return problem(404, "not found", null, null);
  }

  private static Response problem(
      int status, String text, @Nullable String name, @Nullable String value) {
    var response = Response.builder().status(status).body(text + "\n");
    if (name != null && value != null) {
      response.header(name, value);
    }
    return response.build();
  }
}
