package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.fetch.AbortSignal;
import dev.valence.fetch.Body;
import dev.valence.fetch.Headers;
import dev.valence.fetch.RequestInit;
import dev.valence.net.RequestObserver;
import dev.valence.net.Timeouts;
import dev.valence.net.http.Credentials;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.http.ReferrerPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the options ask for, the same for every URL.
 *
 * @param headers the fields given; not to be changed
 * @param connectLimit null for the usual one
 */
record RequestPlan(
    String method,
    HeaderList headers,
    @Nullable Body body,
    boolean cookies,
    boolean follow,
    int maxRedirects,
    boolean failOnStatus,
    @Nullable Duration connectLimit) {
  static RequestPlan of(FetchOptions options, @Nullable Body body) {
    FetchOptions.Sending sending = options.sending;
    HeaderList headers = headers(sending);
    return new RequestPlan(
        method(sending, body),
        headers,
        body,
        !options.cookies.noCookies,
        options.receiving.follow,
        options.receiving.maxRedirects,
        options.receiving.fail,
        options.connections.connectTimeout == null
            ? null
            : FetchOptions.duration(options.connections.connectTimeout));
  }

  private static String method(FetchOptions.Sending sending, @Nullable Body body) {
    String method =
        sending.method != null
            ? sending.method
            : sending.head ? "HEAD" : body != null ? "POST" : "GET";
    try {
      HeaderRules.checkFetchMethod(method);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "-X: " + e.getMessage(), e);
    }
    if (body != null && (method.equals("GET") || method.equals("HEAD"))) {
      throw CommandFailure.usage(
          "a " + method + " has no body: leave out -X " + method + ", or the body");
    }
    return method;
  }

  private static HeaderList headers(FetchOptions.Sending sending) {
    HeaderList headers = new HeaderList();
    for (String line : sending.headers) {
      HeaderArgument header = HeaderArgument.parse(line);
      add(headers, header.name(), header.value(), "-H");
    }
    if (sending.userAgent != null) {
      add(headers, "User-Agent", sending.userAgent, "-A");
    }
    if (sending.referer != null) {
      add(headers, "Referer", sending.referer, "-e");
    }
    if (sending.data.stream().anyMatch(piece -> piece.kind() == DataPiece.Kind.JSON)
        && !headers.contains("accept")) {
      headers.add("Accept", "application/json");
    }
    return headers;
  }

  private static void add(HeaderList headers, String name, String value, String option) {
    try {
      headers.add(name, HeaderRules.checkRequestHeader(name, value));
    } catch (IllegalArgumentException e) {
      String advice =
          name.equalsIgnoreCase("host") ? "; to reach another machine use --resolve" : "";
      throw new CommandFailure(ExitCode.USAGE, option + ": " + e.getMessage() + advice, e);
    }
  }

  /**
   * The options of one hop.
   *
   * @throws IllegalArgumentException for what may not be sent
   */
  RequestInit init(
      String method,
      HeaderList hopHeaders,
      @Nullable Body hopBody,
      AbortSignal signal,
      @Nullable RequestObserver observer) {
    RequestInit.Builder init =
        RequestInit.builder()
            .method(method)
            .headers(Headers.view(hopHeaders))
            .redirect(RedirectMode.MANUAL)
            .credentials(cookies ? Credentials.INCLUDE : Credentials.OMIT)
            .signal(signal);
    if (hopHeaders.contains("referer")) {
      // The user said what to tell.
      init.referrerPolicy(ReferrerPolicy.UNSAFE_URL);
    }
    if (hopBody != null) {
      init.body(hopBody);
    }
    if (observer != null) {
      init.observer(observer);
    }
    if (connectLimit != null) {
      init.timeouts(Timeouts.DEFAULT.withConnect(connectLimit).withTls(connectLimit));
    }
    return init.build();
  }
}
