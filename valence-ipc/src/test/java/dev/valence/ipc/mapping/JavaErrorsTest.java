package dev.valence.ipc.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsErrorKind;
import dev.valence.ipc.value.Undefined;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions of Java as errors of JavaScript, and back. */
class JavaErrorsTest {
  private static final StructuredClone CLONE = StructuredClone.ofDefaults();

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(new ClassCastException("m"), JsErrorKind.TYPE_ERROR),
        Arguments.of(new NullPointerException("m"), JsErrorKind.TYPE_ERROR),
        Arguments.of(new ArrayIndexOutOfBoundsException("m"), JsErrorKind.RANGE_ERROR),
        Arguments.of(new StackOverflowError("m"), JsErrorKind.RANGE_ERROR),
        Arguments.of(new URISyntaxException("in put", "m"), JsErrorKind.URI_ERROR),
        Arguments.of(new IllegalArgumentException("m"), JsErrorKind.ERROR),
        Arguments.of(new AssertionError("m"), JsErrorKind.ERROR));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anExceptionIsAnErrorOfItsKind(Throwable thrown, JsErrorKind kind) {
    JsError copy = (JsError) CLONE.copy(thrown);

    assertThat(copy.kind()).isEqualTo(kind);
    assertThat(copy.message()).contains(thrown.getMessage());
    assertThat(copy.hasCause()).isFalse();
  }

  @Test
  void theStackHasTheClassTheMessageAndTenFramesAtMost() {
    IOException thrown = new IOException("disk full");
    StackTraceElement[] frames = new StackTraceElement[50];
    java.util.Arrays.fill(frames, new StackTraceElement("a.B", "write", "B.java", 12));
    frames[1] = new StackTraceElement("a.C", "run", null, -1);
    thrown.setStackTrace(frames);

    String stack = ((JsError) CLONE.copy(thrown)).stack().orElseThrow();

    assertThat(stack)
        .startsWith(
            "java.io.IOException: disk full\n    at a.B.write (B.java:12)\n    at a.C.run (<unknown>)");
    assertThat(stack.lines()).hasSize(11);
  }

  @Test
  void causesComeAlongAndAreSharedAndMessagesMayBeMissing() {
    Throwable root = new IllegalStateException();
    List<Throwable> both = List.of(new RuntimeException("a", root), new Error("b", root));

    JsArray copy = (JsArray) CLONE.copy(both);

    JsError first = (JsError) copy.get(0);
    JsError second = (JsError) copy.get(1);
    assertThat(first.cause()).isSameAs(second.cause());
    assertThat(((JsError) first.cause()).message()).isEmpty();
    assertThat(((JsError) first.cause()).cause()).isEqualTo(Undefined.VALUE);
  }

  @Test
  void anExceptionAmongItsOwnCausesLosesItsCause() {
    Exception outer = new Exception("outer");
    Exception inner = new Exception("inner", outer);
    outer.initCause(inner);
    Exception before = new Exception("before", outer);

    JsError copy = (JsError) CLONE.copy(before);

    JsError cause = (JsError) copy.cause();
    assertThat(cause.message()).contains("outer");
    assertThat(cause.hasCause()).isFalse();
  }

  @Test
  void tooManyCausesAreNotCloneable() {
    Throwable chain = new Exception("core");
    for (int i = 0; i < 1_000; i++) {
      chain = new Exception("around", chain);
    }
    Throwable deep = chain;

    assertThatExceptionOfType(DataCloneException.class)
        .isThrownBy(() -> CLONE.serialize(deep))
        .satisfies(e -> assertThat(e.detail()).contains("nested deeper than 1000 levels"));
  }

  @Test
  void anExceptionWhoseMessageFailsIsNotCloneable() {
    Exception failing =
        new Exception() {
          @Override
          public String getMessage() {
            throw new IllegalStateException("no message");
          }
        };

    assertThatExceptionOfType(DataCloneException.class)
        .isThrownBy(() -> CLONE.serialize(List.of(failing)))
        .satisfies(e -> assertThat(e.detail()).isEqualTo("value[0]: no message"));
  }

  @Test
  void anErrorComesBackAsAnException() {
    JsError error =
        new JsError(JsErrorKind.TYPE_ERROR, "no")
            .withStack("TypeError: no\n    at f (a.js:1:2)")
            .withCause(new JsError(JsErrorKind.ERROR, "root").withCause("a string"));

    JsException exception = JsToJava.as(CLONE.copy(error), JsException.class);

    assertThat(exception).hasMessage("no").hasToString("TypeError: no");
    assertThat(exception.error().kind()).isEqualTo(JsErrorKind.TYPE_ERROR);
    assertThat(exception.error().stack()).contains("TypeError: no\n    at f (a.js:1:2)");
    assertThat(exception.getCause()).hasMessage("root").hasNoCause();
    assertThat(((JsException) exception.getCause()).error().cause()).isEqualTo("a string");
    assertThat(JsToJava.as(error, Throwable.class)).isInstanceOf(JsException.class);
    assertThat(JsToJava.as(error, JsError.class)).isSameAs(error);
    assertThatExceptionOfType(ValueMappingException.class)
        .isThrownBy(() -> JsToJava.as(error, IOException.class))
        .withMessage("value is a TypeError: no, no IOException");
  }

  @Test
  void sentOnItIsTheSameError() {
    JsError error = new JsError(JsErrorKind.RANGE_ERROR, "no").withStack("S").withCause(5);

    JsError copy = (JsError) CLONE.copy(JsException.of(error));

    assertThat(copy.kind()).isEqualTo(JsErrorKind.RANGE_ERROR);
    assertThat(copy.stack()).contains("S");
    assertThat(copy.cause()).isEqualTo(5);
  }

  @Test
  void manyCausesCostNoStack() {
    JsError error = new JsError(JsErrorKind.ERROR, "core");
    for (int i = 0; i < 200_000; i++) {
      error = new JsError(JsErrorKind.ERROR, "around").withCause(error);
    }

    assertThat(JsException.of(error).getCause()).isInstanceOf(JsException.class);
  }
}
