package dev.valence.ipc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.internal.service.CallLine;
import dev.valence.ipc.internal.service.ServiceHost;
import dev.valence.ipc.internal.service.ServiceProxy;
import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.Undefined;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of an interface, from its proxy to an implementation and back. */
class TypedCallTest {
  enum Mode {
    READ,
    WRITE
  }

  record Entry(
      String name, Optional<Entry> parent, Instant changed, Mode mode, List<byte[]> parts) {}

  record Page<T>(List<T> items, int next) {}

  interface Finding<T> {
    T find(String name);
  }

  static class QuotaException extends Exception {
    private static final long serialVersionUID = 1L;
    private final long used;
    private final List<String> largest;
    private final String secret = "hidden";

    QuotaException(String message, long used, List<String> largest, Throwable cause) {
      super(message, cause);
      this.used = used;
      this.largest = largest;
    }

    public long used() {
      return used;
    }

    public List<String> getLargest() {
      return largest;
    }

    @Override
    public String toString() {
      return super.toString() + secret;
    }
  }

  interface Files extends Finding<Entry> {
    Map<Mode, Set<BigInteger>> types(
        int i, Long l, double[] d, Optional<Mode> mode, Page<Entry> page, @Nullable String none);

    ByteBuffer bytes(byte[] bytes, boolean flag, char letter);

    CompletableFuture<Page<Entry>> page(CompletionKind kind);

    CompletionStage<Void> nothing();

    void run();

    Object same(Object value);

    void fail(String how) throws IOException, QuotaException;

    CompletableFuture<String> failLater(String how) throws QuotaException;

    int count(Progress<Entry> progress);

    @Deadline(1500)
    void slow();

    default String twice(String name) {
      return find(name).name() + find(name).name();
    }
  }

  enum CompletionKind {
    NOW
  }

  static final Entry ENTRY =
      new Entry("n", Optional.empty(), Instant.ofEpochMilli(5), Mode.READ, List.of(new byte[] {1}));

  static class FilesImpl implements Files {
    Object[] got = {};

    @Override
    public Entry find(String name) {
      return new Entry(name, Optional.of(ENTRY), Instant.EPOCH, Mode.WRITE, List.of());
    }

    @Override
    public Map<Mode, Set<BigInteger>> types(
        int i, Long l, double[] d, Optional<Mode> mode, Page<Entry> page, @Nullable String none) {
      got = new Object[] {i, l, d, mode, page, none};
      return Map.of(Mode.READ, Set.of(BigInteger.TWO.pow(100)));
    }

    @Override
    public ByteBuffer bytes(byte[] bytes, boolean flag, char letter) {
      return ByteBuffer.wrap(bytes).put(0, (byte) (flag ? letter : 0));
    }

    @Override
    public CompletableFuture<Page<Entry>> page(CompletionKind kind) {
      return CompletableFuture.completedFuture(new Page<>(List.of(ENTRY), kind.ordinal()));
    }

    @Override
    public CompletionStage<Void> nothing() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void run() {}

    @Override
    public Object same(Object value) {
      return value;
    }

    @Override
    public void fail(String how) throws IOException, QuotaException {
      switch (how) {
        case "declared" ->
            throw new QuotaException("full", 7, List.of("a"), new IOException("disk"));
        case "platform" -> throw new IOException("disk", new IllegalStateException("why"));
        case "below" -> throw new FileNotFoundException("/x");
        case "unknown" -> throw new ArithmeticException("1/0");
        case "silent" -> throw new IOException();
        default -> throw new StackOverflowError();
      }
    }

    @Override
    public CompletableFuture<String> failLater(String how) {
      return CompletableFuture.failedFuture(
          how.equals("declared")
              ? new QuotaException("full", 8, List.of(), null)
              : new IllegalArgumentException(how));
    }

    @Override
    public int count(Progress<Entry> progress) {
      progress.report(find("1"));
      progress.report(find("2"));
      return 2;
    }

    @Override
    public void slow() {}
  }

  private final FilesImpl impl = new FilesImpl();
  private final Files files = DirectLine.pair(Files.class, impl);

  @Test
  void allKindsOfTypesCrossAsWhatTheyAre() {
    Page<Entry> page = new Page<>(List.of(ENTRY), 3);

    Map<Mode, Set<BigInteger>> result =
        files.types(-1, 1L << 50, new double[] {0.5}, Optional.of(Mode.WRITE), page, null);

    assertThat(result).isEqualTo(Map.of(Mode.READ, Set.of(BigInteger.TWO.pow(100))));
    assertThat(impl.got[0]).isEqualTo(-1);
    assertThat(impl.got[1]).isEqualTo(1L << 50);
    assertThat(impl.got[2]).isEqualTo(new double[] {0.5});
    assertThat(impl.got[3]).isEqualTo(Optional.of(Mode.WRITE));
    Entry entry = (Entry) ((Page<?>) impl.got[4]).items().get(0);
    assertThat(entry).usingRecursiveComparison().isEqualTo(ENTRY);
    assertThat(impl.got[5]).isNull();
    assertThat(files.bytes(new byte[] {1, 2}, true, 'A'))
        .isEqualTo(ByteBuffer.wrap(new byte[] {'A', 2}));
    assertThat(files.same(Undefined.VALUE)).isEqualTo(Undefined.VALUE);
    assertThat(files.same(List.of(1))).hasToString("JsArray(1)");
  }

  @Test
  void futuresGiveTheTypeThatTheInterfaceSays() {
    assertThat(files.page(CompletionKind.NOW).join().items().get(0).name()).isEqualTo("n");
    assertThat(files.nothing().toCompletableFuture().join()).isNull();
    files.run();
  }

  @Test
  void inheritedMethodsHaveTheTypesOfTheInterfaceBelow() {
    assertThat(files.find("x").parent()).isPresent();
    assertThat(((Finding<?>) files).find("y")).isInstanceOf(Entry.class);
  }

  @Test
  void defaultMethodsRunWhereTheyAreCalled() {
    assertThat(files.twice("ab")).isEqualTo("abab");
  }

  @Test
  void theMethodsOfObjectStayHere() {
    Files other = DirectLine.pair(Files.class, impl);
    assertThat(Set.of(files, other)).hasSize(2).contains(files, other);
    assertThat(files).hasToString("service 'test' (" + Files.class.getName() + ")");
  }

  @Test
  void aDeclaredExceptionKeepsItsClassFieldsAndCause() {
    assertThatThrownBy(() -> files.fail("declared"))
        .isInstanceOfSatisfying(
            QuotaException.class,
            e -> {
              assertThat(e.used()).isEqualTo(7);
              assertThat(e.getLargest()).containsExactly("a");
            })
        .hasMessage("full")
        .cause()
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("disk");
    assertThatThrownBy(() -> files.failLater("declared").join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(QuotaException.class, e -> assertThat(e.used()).isEqualTo(8));
  }

  @Test
  void anExceptionOfThePlatformKeepsMessageAndCause() {
    assertThatThrownBy(() -> files.fail("platform"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("disk")
        .cause()
        .isInstanceOf(IpcException.class)
        .hasMessage("IllegalStateException: why");
    assertThatThrownBy(() -> files.fail("silent"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage(null)
        .hasNoCause();
  }

  @Test
  void anExceptionBelowADeclaredOneArrivesAsThat() {
    assertThatThrownBy(() -> files.fail("below"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("FileNotFoundException: /x")
        .hasCauseInstanceOf(IpcException.class);
  }

  @Test
  void anyOtherExceptionIsARemoteError() {
    assertThatThrownBy(() -> files.fail("unknown"))
        .isInstanceOfSatisfying(
            IpcException.class,
            e -> {
              assertThat(e.remote().orElseThrow().name()).isEqualTo("ArithmeticException");
              assertThat(e.remote().orElseThrow().message()).isEqualTo("1/0");
            });
    assertThatThrownBy(() -> files.fail("error"))
        .isInstanceOfSatisfying(
            IpcException.class,
            e -> assertThat(e.remote().orElseThrow().name()).isEqualTo("StackOverflowError"));
    assertThatThrownBy(() -> files.failLater("no").join())
        .hasCauseInstanceOf(IpcException.class)
        .hasMessageContaining("no");
  }

  @Test
  void progressComesTypedBeforeTheResult() {
    List<Object> heard = new ArrayList<>();
    heard.add(files.count(entry -> heard.add(entry.name())));
    assertThat(heard).containsExactly("1", "2", 2);
    assertThat(files.count(null)).isEqualTo(2);
  }

  @Test
  void theDeadlineIsThatOfTheMethodOrOfTheProxy() {
    DirectLine line = new DirectLine(new ServiceHost("test", Files.class, impl, null));
    Files limited = ServiceProxy.of("test", Files.class, line, Duration.ofMillis(70));

    limited.slow();
    assertThat(line.lastOptions.deadline()).contains(Duration.ofSeconds(1500));
    limited.run();
    assertThat(line.lastOptions.deadline()).contains(Duration.ofMillis(70));
    ServiceProxy.of("test", Files.class, line, null).run();
    assertThat(line.lastOptions.deadline()).isEmpty();
  }

  interface Waiting {
    CompletableFuture<String> wait(String what);

    void block() throws InterruptedException;

    CompletableFuture<Void> blockLater();
  }

  @Test
  void cancellingTheFutureCancelsTheOneOfTheImplementation() {
    CompletableFuture<String> inner = new CompletableFuture<>();
    AtomicReference<ServiceCall> call = new AtomicReference<>();
    Waiting waiting =
        DirectLine.pair(
            Waiting.class,
            new Blocking() {
              @Override
              public CompletableFuture<String> wait(String what) {
                call.set(ServiceCall.current());
                return inner;
              }
            });

    CompletableFuture<String> future = waiting.wait("x");
    List<String> told = new ArrayList<>();
    call.get().onCancel(() -> told.add("told"));
    assertThat(call.get().isCancelled()).isFalse();
    future.cancel(true);

    assertThat(inner).isCancelled();
    assertThat(call.get().isCancelled()).isTrue();
    assertThat(told).containsExactly("told");
    assertThatThrownBy(ServiceCall::current).isInstanceOf(IllegalStateException.class);
  }

  /** Waits until it is interrupted. */
  static class Blocking implements Waiting {
    final CountDownLatch begun = new CountDownLatch(1);
    final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    @Override
    public CompletableFuture<String> wait(String what) {
      return new CompletableFuture<>();
    }

    @Override
    public void block() {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        ended.complete(ServiceCall.current().isCancelled());
      }
    }

    @Override
    public CompletableFuture<Void> blockLater() {
      block();
      return CompletableFuture.completedFuture(null);
    }
  }

  @Test
  void cancellingInterruptsAMethodThatRunsOnAnExecutor() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Blocking blocking = new Blocking();
      Waiting waiting = DirectLine.pair(Waiting.class, blocking, executor);
      CompletableFuture<Void> future = waiting.blockLater();
      assertThat(blocking.begun.await(60, TimeUnit.SECONDS)).isTrue();

      future.cancel(true);

      assertThat(blocking.ended.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(executor.submit(Thread::interrupted).get(60, TimeUnit.SECONDS)).isFalse();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void interruptingTheCallerCancelsTheCall() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Blocking blocking = new Blocking();
      Waiting waiting = DirectLine.pair(Waiting.class, blocking, executor);
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  waiting.block();
                } catch (Throwable e) {
                  thrown.complete(e);
                }
              });
      caller.start();
      assertThat(blocking.begun.await(60, TimeUnit.SECONDS)).isTrue();

      caller.interrupt();

      assertThat(thrown.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      assertThat(blocking.ended.get(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void anExecutorThatHasEndedFailsTheCall() {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    executor.shutdownNow();
    Files late = DirectLine.pair(Files.class, impl, executor);
    assertThatThrownBy(late::run)
        .isInstanceOfSatisfying(
            IpcException.class,
            e -> assertThat(e.remote().orElseThrow().name()).startsWith("RejectedExecution"));
  }

  // What callers in JavaScript, or of another version, may send.

  private String refusal(Object... args) {
    ServiceHost host = new ServiceHost("files", Files.class, impl, null);
    try {
      host.call(1, new DirectLine.Call(InvokeOptions.DEFAULT), new IpcArguments(List.of(args)))
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      return e.getCause().getMessage();
    }
    throw new AssertionError("not refused");
  }

  @Test
  void callsThatDoNotFitAreRefusedWithWhatIsWrong() {
    assertThat(refusal())
        .isEqualTo("The first argument for the service 'files' must be the name of a method");
    assertThat(refusal("nope")).isEqualTo("The service 'files' has no method 'nope'");
    assertThat(refusal("twice", "x")).isEqualTo("The service 'files' has no method 'twice'");
    assertThat(refusal("find@7", "x"))
        .isEqualTo("The service 'files' has version 1 here; the caller was built for version 7");
    assertThat(refusal("find", 3))
        .isEqualTo("Argument 1 of files.find: name is the number 3, no String");
    assertThat(refusal("find", "a", "b")).isEqualTo("files.find takes 1 arguments, not 2");
    assertThat(refusal("bytes", new byte[1], true, "long"))
        .isEqualTo("Argument 3 of files.bytes: letter is a string, no char");
    assertThat(refusal("x".repeat(1000))).hasSizeLessThan(200);
  }

  @Test
  void argumentsThatAreLeftOutAreUndefined() {
    ServiceHost host = new ServiceHost("files", Files.class, impl, null);
    IpcArguments args = new IpcArguments(List.of("same"));
    assertThat(
            host.call(1, new DirectLine.Call(InvokeOptions.DEFAULT), args)
                .toCompletableFuture()
                .join())
        .isEqualTo(Undefined.VALUE);
  }

  @Test
  void aResultOfAnotherTypeIsRefused() {
    Files wrong = ServiceProxy.of("test", Files.class, new Answering(new JsObject()), null);
    assertThatThrownBy(() -> wrong.count(null))
        .hasMessage("result of test.count is a JsObject[], no int");
    assertThatThrownBy(() -> wrong.failLater("x").join())
        .hasMessageContaining("result of test.failLater");
  }

  // What cannot be exposed.

  interface Overloaded {
    void a(int i);

    void a(String s);
  }

  interface Generic {
    <T> T a();
  }

  interface OfAnything<T> {
    T a();
  }

  interface Unmappable {
    void a(List<Thread> threads);
  }

  interface Misplaced {
    void a(Progress<String> progress, int i);
  }

  interface BadDeadline {
    @Deadline(0)
    void a();
  }

  interface Empty {}

  static class OddException extends Exception {
    private static final long serialVersionUID = 1L;

    OddException(Runnable odd) {}
  }

  interface Odd {
    void a() throws OddException;
  }

  /** A line whose calls are all answered the same. */
  record Answering(Object value) implements CallLine {
    @Override
    public CompletableFuture<Object> invoke(InvokeOptions options, String channel, Object... args) {
      return CompletableFuture.completedFuture(value);
    }

    @Override
    public void postMessage(
        String channel, Object message, List<? extends MessagePortMain> transfer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MessageChannelMain messageChannel() {
      throw new UnsupportedOperationException();
    }
  }

  private static final CallLine NOWHERE = new Answering(null);

  private static void refuses(Class<?> type, String message) {
    assertThatThrownBy(() -> ServiceProxy.of("x", type, NOWHERE, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void interfacesThatDoNotFitAreRefusedAtOnce() {
    refuses(Overloaded.class, "two methods of the name a");
    refuses(Generic.class, "The method a is generic");
    refuses(OfAnything.class, "is generic");
    refuses(
        Unmappable.class,
        "threads: List<Thread> has a java.lang.Thread, which is nothing in JavaScript");
    refuses(Misplaced.class, "Progress can only be the last parameter");
    refuses(BadDeadline.class, "The deadline of a must be a millisecond or more, not PT0S");
    refuses(Empty.class, "has no method to call");
    refuses(Odd.class, "OddException cannot be made anew");
    refuses(String.class, "java.lang.String is none");
    assertThatThrownBy(() -> new ServiceHost("x", Overloaded.class, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(classes = {Files.class, Waiting.class})
  void whatFitsIsTaken(Class<?> type) {
    assertThat(ServiceProxy.<Object>of("x", cast(type), NOWHERE, null)).isNotNull();
  }

  @SuppressWarnings("unchecked")
  private static Class<Object> cast(Class<?> type) {
    return (Class<Object>) type;
  }

  @Test
  void aCancelledCallerGetsCancellation() {
    Waiting waiting = DirectLine.pair(Waiting.class, new Blocking());
    CompletableFuture<String> future = waiting.wait("x");
    future.cancel(false);
    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
  }
}
