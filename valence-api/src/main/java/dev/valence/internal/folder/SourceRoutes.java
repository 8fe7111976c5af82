package dev.valence.internal.folder;

import dev.valence.fetch.Headers;
import dev.valence.fetch.Response;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.url.Url;
import dev.valence.protocol.ProtocolRoute;
import dev.valence.protocol.ProtocolSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The routes of a source: which one answers a URL, and with which file. */
public final class SourceRoutes {
  private final List<ProtocolRoute> routes;

  public SourceRoutes(ProtocolSource source) {
    List<ProtocolRoute> sorted = new ArrayList<>(source.routes());
    sorted.sort(
        Comparator.comparing((ProtocolRoute route) -> route.host() == null)
            .thenComparing(route -> -route.path().length()));
    this.routes = List.copyOf(sorted);
  }

  /**
   * The answer to a URL; blocks.
   *
   * @throws NetException with FILE_NOT_FOUND for whatever else
   */
  public Response answer(String method, Url url) throws IOException {
    ProtocolRoute route = routeOf(url);
    if (route == null || !method.equals("GET") && !method.equals("HEAD")) {
      throw notFound(url, null);
    }
    FolderFiles files = new FolderFiles(route.root());
    UrlPath path = UrlPath.parse(rest(route.path(), url.path()), files.isWindows());
    if (path == null || path.folder() && route.index().isEmpty()) {
      throw notFound(url, null);
    }
    List<String> names = new ArrayList<>(path.names());
    if (path.folder()) {
      names.add(route.index());
    }
    try {
      Path real = files.find(names);
      if (!FolderFiles.isFile(real)) {
        throw notFound(url, null);
      }
    } catch (FileSystemException e) {
      throw notFound(url, e);
    }
    Headers headers = route.headers();
    headers.delete("content-length").delete("content-range");
    return FolderAnswers.file(files, names, headers);
  }

  private @Nullable ProtocolRoute routeOf(Url url) {
    String host = url.host() == null ? "" : url.host().toLowerCase(Locale.ROOT);
    String path = url.path().isEmpty() ? "/" : url.path();
    for (ProtocolRoute route : routes) {
      boolean hostFits = route.host() == null || route.host().equals(host);
      if (hostFits && begins(path, route.path())) {
        return route;
      }
    }
    return null;
  }

  /** By whole segments: {@code /a} begins {@code /a} and {@code /a/b}, not {@code /ab}. */
  private static boolean begins(String path, String prefix) {
    return path.startsWith(prefix)
        && (prefix.endsWith("/")
            || path.length() == prefix.length()
            || path.charAt(prefix.length()) == '/');
  }

  private static String rest(String prefix, String path) {
    String rest = path.substring(Math.min(path.length(), prefix.length()));
    return prefix.endsWith("/") || rest.isEmpty() ? "/" + rest : rest;
  }

  private static NetException notFound(Url url, @Nullable Throwable cause) {
    return new NetException(NetError.FILE_NOT_FOUND, "no route leads to a file: " + url, cause);
  }
}
