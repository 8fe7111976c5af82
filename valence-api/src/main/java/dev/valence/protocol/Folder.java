package dev.valence.protocol;

import dev.valence.fetch.Response;
import dev.valence.internal.fetch.OwnThreads;
import dev.valence.internal.folder.FolderAnswers;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The files of a folder, by the paths of URLs, as a web server serves them: GET and HEAD, ranges
 * and conditions, content types by the ends of names, 404 for what is not there. Immutable.
 *
 * <p>Nothing outside the folder is served: not by {@code ..} in any encoding, not by the names of
 * devices, and not through links, which are followed only as long as they end inside. Who can write
 * into the folder while it is served decides what is in it.
 */
public final class Folder {
  private final FolderAnswers answers;

  private Folder(Builder from) {
    this.answers = new FolderAnswers(from.directory, from.index, from.listing, from.dotFiles);
  }

  /**
   * A folder with these files.
   *
   * @param directory absolute; it need not be there yet
   * @throws IllegalArgumentException when it is not absolute
   */
  public static Builder builder(Path directory) {
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException("the folder is no absolute path: " + directory);
    }
    return new Builder(directory);
  }

  /** The answer to a request, whatever its scheme and host: its method and path count. */
  public CompletableFuture<Response> respond(ProtocolRequest request) {
    String method = request.method();
    Url url = Url.parse(request.url());
    return CompletableFuture.supplyAsync(() -> answer(method, url), OwnThreads.workers());
  }

  private Response answer(String method, Url url) {
    try {
      return answers.answer(method, url);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Collects what a folder serves. */
  public static final class Builder {
    private final Path directory;
    private String index = "index.html";
    private boolean listing;
    private boolean dotFiles;

    private Builder(Path directory) {
      this.directory = directory;
    }

    /**
     * The file that stands for its folder; {@code index.html} by default, empty for none.
     *
     * @throws IllegalArgumentException when it is more than a name
     */
    public Builder index(String name) {
      index = checkIndex(name);
      return this;
    }

    /** Whether a folder without an index is listed; false by default. */
    public Builder listing(boolean on) {
      listing = on;
      return this;
    }

    /**
     * Whether names that begin with a dot are served; false by default. {@code .well-known} always
     * is.
     */
    public Builder dotFiles(boolean on) {
      dotFiles = on;
      return this;
    }

    public Folder build() {
      return new Folder(this);
    }
  }

  static String checkIndex(String name) {
    Objects.requireNonNull(name, "index");
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.equals("..")) {
      throw new IllegalArgumentException("the index is more than the name of a file: " + name);
    }
    return name;
  }
}
