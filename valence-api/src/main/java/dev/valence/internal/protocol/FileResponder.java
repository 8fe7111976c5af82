package dev.valence.internal.protocol;

import dev.valence.fetch.Response;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.scheme.SchemeAnswer;
import dev.valence.net.scheme.SchemeRequest;
import dev.valence.net.url.Url;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;

/** {@code file:} URLs, as far as the program itself asks for them. */
final class FileResponder implements Responder {
  @Override
  public void respond(ProtocolSurroundings session, SchemeRequest request, SchemeAnswer answer) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      answer.fail(
          new NetException(
              NetError.METHOD_NOT_SUPPORTED,
              "files are asked for by GET and HEAD, not by " + request.method(),
              null));
      return;
    }
    try {
      Answers.send(session.workers(), request, answer, Response.ofFile(path(request.url())));
    } catch (NetException e) {
      answer.fail(e);
    }
  }

  /** Without a host, or on this machine; percent-decoded once. */
  private static Path path(Url url) throws NetException {
    String host = url.host();
    if (host == null || !host.isEmpty()) {
      throw new NetException(
          NetError.FILE_NOT_FOUND, "files of other hosts cannot be read: " + url.href(), null);
    }
    try {
      return Path.of(URI.create("file://" + url.path()));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new NetException(NetError.FILE_NOT_FOUND, "no path of a file: " + url.href(), e);
    }
  }
}
