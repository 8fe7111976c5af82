package dev.valence.internal.protocol;

import dev.valence.fetch.Headers;
import dev.valence.fetch.Response;
import dev.valence.internal.async.Workers;
import dev.valence.internal.fetch.MadeResponse;
import dev.valence.internal.fetch.NetResponse;
import dev.valence.internal.fetch.PartialAnswer;
import dev.valence.internal.fetch.ResponseReaders;
import dev.valence.internal.fetch.SeekableSource;
import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.scheme.SchemeAnswer;
import dev.valence.net.scheme.SchemeRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the response that a handler gave into what the network understands. */
public final class Answers {
  private Answers() {}

  /** Answers with a response of any make; null is a mistake. */
  public static void send(
      Workers workers, SchemeRequest request, SchemeAnswer answer, @Nullable Response response) {
    if (response == null) {
      answer.fail(new NetException(NetError.UNEXPECTED, "the handler gave no response", null));
    } else if (response instanceof MadeResponse made) {
      if (made.isError()) {
        answer.fail(
            new NetException(NetError.FAILED, "the handler answered Response.error()", null));
      } else if (made.blocks()) {
        workers.execute(() -> sendMade(workers, request, answer, made));
      } else {
        sendMade(workers, request, answer, made);
      }
    } else {
      sendOther(workers, answer, response);
    }
  }

  private static void sendMade(
      Workers workers, SchemeRequest request, SchemeAnswer answer, MadeResponse response) {
    HeaderList headers = response.headers().toHeaderList();
    try {
      SeekableSource parts = response.status() == 200 ? response.takeSeekable() : null;
      if (parts != null) {
        PartialAnswer partial =
            PartialAnswer.open(
                parts, request.method(), request.headers(), headers, Instant.now(), workers);
        String text = partial.status() == 200 ? response.statusText() : "";
        answer.respond(head(partial.status(), text, partial.headers()), partial.body());
      } else {
        UploadReader body = response.takeBody(headers, workers);
        answer.respond(head(response.status(), response.statusText(), headers), body);
      }
    } catch (IOException | RuntimeException e) {
      answer.fail(failure(e));
    }
  }

  private static void sendOther(Workers workers, SchemeAnswer answer, Response response) {
    try {
      HeaderList headers = checked(response);
      ResponseHead head = head(response.status(), response.statusText(), headers);
      answer.respond(
          head,
          response instanceof NetResponse net
              ? net.takeBody()
              : ResponseReaders.ofForeign(response, workers));
    } catch (IOException | RuntimeException e) {
      answer.fail(failure(e));
    }
  }

  /** The fields of a response that may not be of Valence's own make. */
  private static HeaderList checked(Response response) throws NetException {
    Headers headers = response.headers();
    String text = response.statusText();
    if (response.status() < 200 || response.status() > 999) {
      throw malformed("the status " + response.status());
    }
    if (text == null || !HeaderRules.isValidValue(text)) {
      throw malformed("a status text that cannot stand in a status line");
    }
    if (headers == null) {
      throw malformed("no headers");
    }
    List<String> raw = headers.rawHeaders();
    HeaderList fields = new HeaderList(raw.size() / 2);
    for (int i = 0; i < raw.size(); i += 2) {
      fields.add(raw.get(i), raw.get(i + 1));
    }
    return fields;
  }

  private static NetException malformed(String what) {
    return new NetException(NetError.UNEXPECTED, "the handler's response has " + what, null);
  }

  private static ResponseHead head(int status, String text, HeaderList headers) {
    return new ResponseHead(HttpVersion.HTTP_1_1, status, text, headers);
  }

  /** What the asker hears of a handler that threw or failed. */
  static NetException failure(Throwable thrown) {
    return thrown instanceof NetException error
        ? error
        : new NetException(NetError.UNEXPECTED, "the handler failed", thrown);
  }
}
