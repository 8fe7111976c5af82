package dev.valence.internal.protocol;

import dev.valence.Session;
import dev.valence.fetch.Body;
import dev.valence.fetch.Headers;
import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.fetch.ResponseBuilder;
import dev.valence.internal.fetch.ContentTypes;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.ReferrerPolicy;
import dev.valence.net.scheme.SchemeAnswer;
import dev.valence.net.scheme.SchemeRequest;
import dev.valence.net.url.Url;
import dev.valence.protocol.ProtocolResponse;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the answers of the older families mean (Electron's {@code ElectronURLLoaderFactory}). */
final class LegacyAnswers {
  private static final String DEFAULT_TYPE = "text/html";

  private LegacyAnswers() {}

  static void send(
      LegacyKind kind,
      ProtocolSurroundings session,
      SchemeRequest request,
      SchemeAnswer answer,
      ProtocolResponse given) {
    NetError error = given.error();
    if (error != null) {
      answer.fail(new NetException(error, "the handler answered with this error", null));
      return;
    }
    try {
      String url = given.url();
      if (url != null && (kind == LegacyKind.HTTP || kind == LegacyKind.FREE)) {
        fetch(session, request, answer, given, url);
        return;
      }
      Response response = response(kind, given);
      if (response == null) {
        answer.fail(
            new NetException(
                NetError.NOT_IMPLEMENTED, "the answer does not suit a handler for " + kind, null));
      } else {
        Answers.send(session.workers(), request, answer, response);
      }
    } catch (RuntimeException e) {
      answer.fail(Answers.failure(e));
    }
  }

  private static @Nullable Response response(LegacyKind kind, ProtocolResponse given) {
    boolean free = kind == LegacyKind.FREE;
    String text = given.text();
    byte[] bytes = given.bytes();
    Path path = given.path();
    if (text != null && (kind == LegacyKind.STRING || free)) {
      return typed(given, DEFAULT_TYPE, true).body(text.getBytes(charset(given))).build();
    }
    if (bytes != null && (kind == LegacyKind.BUFFER || free)) {
      return typed(given, DEFAULT_TYPE, true).body(bytes).build();
    }
    if (kind == LegacyKind.FILE && text != null) {
      path = path(text);
    }
    if (path != null && path.isAbsolute() && (kind == LegacyKind.FILE || free)) {
      return typed(given, ContentTypes.of(path), true).file(path).build();
    }
    boolean bodyless = given.text() == null && bytes == null && path == null;
    if (bodyless && (kind == LegacyKind.STREAM || free)) {
      Body stream = given.stream();
      ResponseBuilder builder = typed(given, DEFAULT_TYPE, false);
      return stream == null ? builder.build() : builder.body(stream).build();
    }
    return null;
  }

  private static @Nullable Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static Charset charset(ProtocolResponse given) {
    try {
      return Charset.forName(given.charset());
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException("no charset of this system: " + given.charset(), e);
    }
  }

  /** Status and headers; everybody may read what does not come as a stream. */
  private static ResponseBuilder typed(
      ProtocolResponse given, String defaultType, boolean openToAll) {
    Headers headers = given.headers();
    if (!headers.has("content-type")) {
      String type = given.mimeType() == null ? defaultType : given.mimeType();
      boolean stated = type.indexOf(';') >= 0 || !type.startsWith("text/");
      headers.set("Content-Type", stated ? type : type + ";charset=" + given.charset());
    }
    if (openToAll && !headers.has("access-control-allow-origin")) {
      headers.set("Access-Control-Allow-Origin", "*");
    }
    return Response.builder().status(given.statusCode()).headers(headers);
  }

  /** Fetches a URL, past every handler, and answers with its response. */
  private static void fetch(
      ProtocolSurroundings session,
      SchemeRequest request,
      SchemeAnswer answer,
      ProtocolResponse given,
      String url) {
    Url target = Url.tryParse(url);
    if (target == null) {
      answer.fail(new NetException(NetError.INVALID_URL, "the answer's url is none", null));
      return;
    }
    String method = given.method() == null ? request.method() : given.method();
    RequestInit.Builder init =
        RequestInit.builder().method(method).bypassCustomProtocolHandlers(true);
    Body uploaded = given.uploadData();
    if (uploaded != null && method.equals("POST")) {
      init.body(uploaded);
    }
    if (given.referrer() != null && !given.referrer().isEmpty()) {
      init.header("Referer", given.referrer()).referrerPolicy(ReferrerPolicy.UNSAFE_URL);
    }
    Session through = given.session() == null ? session.session() : given.session();
    CompletableFuture<Response> fetched = through.fetch(Request.of(target).with(init.build()));
    answer.whenOver(
        why -> {
          if (why != null) {
            session.workers().execute(() -> fetched.cancel(true));
          }
        });
    fetched.whenComplete(
        (response, failure) -> {
          if (failure == null) {
            Answers.send(session.workers(), request, answer, response);
          } else {
            answer.fail(Answers.failure(failure));
          }
        });
  }
}
