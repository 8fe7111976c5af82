package dev.valence.cli.demo;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.terminal.Amounts;
import dev.valence.cli.terminal.TransferProgress;
import dev.valence.examples.primes.PrimesExample;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.fetch.UrlSearchParams;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.http.RedirectMode;
import dev.valence.request.ClientRequest;
import dev.valence.request.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The steps of the demo, in order. Each says in words what came of it, or fails. */
final class Demo {
  private static final String WORK = "persist:work";
  private static final String PRIVATE = "private";
  private static final int PARALLEL = 100;
  private static final int UPLOAD_BYTES = 16 << 20;
  private static final int PIECE = 1 << 18;
  private static final long PATIENCE_SECONDS = 20;

  private final Story story;
  private final DemoSite site;
  private final Path folder;
  private final CommandContext context;

  Demo(Story story, DemoSite site, Path folder, CommandContext context) {
    this.story = story;
    this.site = site;
    this.folder = folder;
    this.context = context;
  }

  void run() {
    try (Valence valence = Valence.builder().userData(folder).build()) {
      Session work = valence.session().fromPartition(WORK);
      Session other = valence.session().fromPartition(PRIVATE);
      story.step("The site asks for a log-in", () -> refused(work));
      story.step("Logging in through the form", () -> logIn(work));
      story.step("The session keeps the cookie", () -> cookieKept(work));
      story.step("… and sends it", () -> loggedIn(work));
      story.step("Another session knows nothing of it", () -> refused(other));
      story.step("A chain of redirects", () -> redirects(work));
      story.step("A compressed page", () -> compressed(work));
      story.step("A slow stream, piece by piece", () -> stream(work));
      story.step(PARALLEL + " requests at the same time", () -> parallel(work));
      story.step("An upload, with its progress as events", () -> upload(valence, work));
      story.step("Work in a process of its own", () -> renderer(valence));
    }
    try (Valence again = Valence.builder().userData(folder).build()) {
      story.step(
          "After a restart, still logged in", () -> loggedIn(again.session().fromPartition(WORK)));
    }
  }

  private <T> T await(CompletableFuture<T> future) throws Exception {
    CompletableFuture<T> result = future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    try (var registration = context.interruption().signal().onAbort(() -> future.cancel(false))) {
      return result.get();
    }
  }

  private String text(Response response) throws Exception {
    return await(response.text());
  }

  private String refused(Session session) throws Exception {
    try (Response response = await(session.fetch(site.url("/api/me")))) {
      Story.expect("status", 401, response.status());
      return "GET /api/me is refused: 401";
    }
  }

  private String logIn(Session work) throws Exception {
    UrlSearchParams form = new UrlSearchParams().append("user", "ann").append("password", "demo");
    RequestInit post = RequestInit.builder().method("POST").body(form).build();
    try (Response response = await(work.fetch(site.url("/login"), post))) {
      Story.expect("status", 200, response.status());
      Story.expect("redirected", true, response.redirected());
      return "POST /login leads to " + text(response);
    }
  }

  private String cookieKept(Session work) throws Exception {
    List<Cookie> cookies = await(work.cookies().get());
    Story.expect("cookies", List.of("ticket"), cookies.stream().map(Cookie::name).toList());
    Cookie ticket = cookies.get(0);
    return "ticket of " + ticket.domain() + (ticket.httpOnly() ? ", HttpOnly" : "") + ", for a day";
  }

  private String loggedIn(Session session) throws Exception {
    try (Response response = await(session.fetch(site.url("/api/me")))) {
      Story.expect("status", 200, response.status());
      return "GET /api/me answers as user " + await(response.json()).path("user").asText();
    }
  }

  private String redirects(Session work) throws Exception {
    try (Response response = await(work.fetch(site.url("/old")))) {
      Story.expect("body", "found", text(response));
      List<String> paths =
          response.urlList().stream().map(url -> url.substring(url.lastIndexOf('/'))).toList();
      Story.expect("way", List.of("/old", "/older", "/here"), paths);
    }
    RequestInit manual = RequestInit.builder().redirect(RedirectMode.MANUAL).build();
    try (Response response = await(work.fetch(site.url("/old"), manual))) {
      Story.expect("status", 302, response.status());
    }
    return "/old → /older → /here, or stopped at the first";
  }

  private String compressed(Session work) throws Exception {
    try (Response response = await(work.fetch(site.url("/page")))) {
      String wire = String.valueOf(response.headers().get("content-length"));
      int size = text(response).length();
      Story.expect("size", 40_000, size);
      return wire + " bytes on the wire, " + size + " in hand";
    }
  }

  private String stream(Session work) throws Exception {
    long start = System.nanoTime();
    try (Response response = await(work.fetch(site.url("/stream")))) {
      Duration head = Duration.ofNanos(System.nanoTime() - start);
      StringBuilder body = new StringBuilder();
      await(
          response.consume(piece -> body.append(StandardCharsets.UTF_8.decode(piece.duplicate()))));
      Story.expect("pieces", (long) DemoSite.STREAM_PIECES, body.toString().lines().count());
      return "the first after " + Amounts.time(head) + ", the last when it came";
    }
  }

  private String parallel(Session work) throws Exception {
    long start = System.nanoTime();
    List<CompletableFuture<String>> bodies = new ArrayList<>();
    for (int i = 0; i < PARALLEL; i++) {
      bodies.add(work.fetch(site.url("/item?" + i)).thenCompose(Response::text));
    }
    await(CompletableFuture.allOf(bodies.toArray(new CompletableFuture<?>[0])));
    for (CompletableFuture<String> body : bodies) {
      Story.expect("body", "item", body.get());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return Math.round(PARALLEL / seconds) + " a second, over 6 connections at the most";
  }

  private String renderer(Valence valence) throws Exception {
    AtomicInteger steps = new AtomicInteger();
    PrimesExample.Outcome outcome = PrimesExample.run(valence, done -> steps.incrementAndGet());
    Story.expect("primes", 1_270_607L, outcome.primes());
    Story.expect("progress", true, steps.get() > 1);
    return outcome.primes()
        + " primes counted by process "
        + outcome.pid()
        + ", told in "
        + steps
        + " steps; another count stopped";
  }

  private String upload(Valence valence, Session work) throws Exception {
    ClientRequest request =
        valence
            .net()
            .request(
                RequestOptions.builder()
                    .method("POST")
                    .url(site.url("/upload"))
                    .session(work)
                    .useSessionCookies(true)
                    .build());
    CompletableFuture<String> answer = new CompletableFuture<>();
    AtomicInteger events = new AtomicInteger();
    try (TransferProgress bar = new TransferProgress(context.terminal(), story.isTold())) {
      bar.begin("Sending", UPLOAD_BYTES);
      request.on(
          ClientRequest.UPLOAD_PROGRESS,
          (position, total) -> {
            events.incrementAndGet();
            bar.at(position);
          });
      request.on(ClientRequest.ERROR, answer::completeExceptionally);
      request.on(
          ClientRequest.RESPONSE,
          message ->
              message
                  .bytes()
                  .whenComplete(
                      (bytes, failure) -> {
                        if (failure == null) {
                          answer.complete(new String(bytes, StandardCharsets.UTF_8));
                        } else {
                          answer.completeExceptionally(failure);
                        }
                      }));
      byte[] piece = new byte[PIECE];
      Arrays.fill(piece, (byte) 'x');
      for (int sent = 0; sent < UPLOAD_BYTES; sent += PIECE) {
        request.write(piece);
      }
      request.end();
      Story.expect("bytes", Integer.toString(UPLOAD_BYTES), await(answer));
    }
    if (events.get() == 0) {
      throw new CommandFailure(ExitCode.FAILED, "there were no progress events");
    }
    return Amounts.bytes(UPLOAD_BYTES) + ", " + events + " events";
  }
}
