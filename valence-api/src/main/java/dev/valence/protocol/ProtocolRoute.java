package dev.valence.protocol;

import dev.valence.fetch.Headers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which URLs of a scheme a folder answers. What stands behind the path of the route is looked for
 * in the folder; links are followed as long as they end inside. Immutable.
 */
public final class ProtocolRoute {
  private final @Nullable String host;
  private final String path;
  private final Path root;
  private final String index;
  private final Headers headers;

  private ProtocolRoute(Builder from, Path root) {
    this.host = from.host;
    this.path = from.path;
    this.root = root;
    this.index = from.index;
    this.headers = from.headers.copy();
  }

  /** Collects the parts of a route. */
  public static Builder builder() {
    return new Builder();
  }

  /** The host that matches, in lower case; null for every host. */
  public @Nullable String host() {
    return host;
  }

  /** The path that URLs begin with, as it is written in them. */
  public String path() {
    return path;
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** The file that stands for its folder; empty for none. */
  public String index() {
    return index;
  }

  /** Fields of every response; {@code Content-Type}, lengths and ranges are those of the file. */
  public Headers headers() {
    return headers.copy();
  }

  /** Collects the parts of a route; a wrong one is refused where it is given. */
  public static final class Builder {
    private @Nullable String host;
    private String path = "/";
    private @Nullable Path root;
    private String index = "index.html";
    private final Headers headers = new Headers();

    private Builder() {}

    /**
     * Only URLs with this host, whole, in any case; every host by default.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public Builder matchHost(String value) {
      if (value.isEmpty() || value.chars().anyMatch(c -> "/?#@:".indexOf(c) >= 0)) {
        throw new IllegalArgumentException("match.host is no host: \"" + value + "\"");
      }
      host = value.toLowerCase(Locale.ROOT);
      return this;
    }

    /**
     * Only URLs whose path begins so, by whole segments; {@code /} by default.
     *
     * @param value percent-encoded, as in a URL
     * @throws IllegalArgumentException when it does not start with {@code /}
     */
    public Builder matchPath(String value) {
      if (!value.startsWith("/")) {
        throw new IllegalArgumentException("match.path does not start with '/': \"" + value + "\"");
      }
      path = value;
      return this;
    }

    /**
     * The folder (Electron's source of type {@code directory}).
     *
     * @throws IllegalArgumentException when it is not absolute
     */
    public Builder directory(Path value) {
      if (!value.isAbsolute()) {
        throw new IllegalArgumentException("the root of the directory is not absolute: " + value);
      }
      root = value;
      return this;
    }

    /**
     * The file for URLs that end in {@code /}; {@code index.html} by default, empty for none.
     *
     * @throws IllegalArgumentException when it is more than a name
     */
    public Builder index(String value) {
      index = Folder.checkIndex(value);
      return this;
    }

    /**
     * A field of every response.
     *
     * @throws IllegalArgumentException when it cannot be a header
     */
    public Builder header(String name, String value) {
      headers.set(name, value);
      return this;
    }

    /**
     * The route.
     *
     * @throws IllegalArgumentException when it has no directory
     */
    public ProtocolRoute build() {
      if (root == null) {
        throw new IllegalArgumentException("the route has no source: give it a directory");
      }
      return new ProtocolRoute(this, Objects.requireNonNull(root));
    }
  }
}
