package dev.valence.ipc.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.valence.ipc.mapping.JsToJava;
import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import dev.valence.ipc.value.JsDate;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.Undefined;
import dev.valence.ipc.value.ViewKind;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to the arguments of a message: the rows of "Values: structured clone". */
class MessageValuesTest {
  private static final StructuredClone CLONE = StructuredClone.ofDefaults();

  record User(int id, String name) {}

  record Named(String first, String last) {
    String whole() {
      return first + " " + last;
    }

    @Override
    public String last() {
      return last.toUpperCase(java.util.Locale.ROOT);
    }
  }

  @Test
  void i042_idIsAPropertyLikeOthers() {
    Object copy = CLONE.copy(Map.of("id", 5, "name", "ann"));

    assertThat(JsToJava.as(copy, User.class)).isEqualTo(new User(5, "ann"));
  }

  @Test
  void i043_aDateKeepsItsInstant() {
    Instant now = Instant.ofEpochMilli(1_700_000_000_123L);

    Object copy = CLONE.copy(now);

    assertThat(((JsDate) copy).instant()).isEqualTo(now);
    assertThat(JsToJava.as(copy, Instant.class)).isEqualTo(now);
  }

  @Test
  void i047_i053_argumentsOfOneMessageShareObjects() {
    Map<String, Object> child = Map.of("hello", "world");
    List<Object> arguments =
        List.of(Map.of("name", "foo", "child", child), Map.of("name", "bar", "child", child));

    JsArray copy = (JsArray) CLONE.copy(arguments);
    JsArray other = (JsArray) CLONE.copy(arguments);

    Object first = ((JsObject) copy.get(0)).get("child");
    assertThat(((JsObject) first).properties()).isEqualTo(child);
    assertThat(((JsObject) copy.get(1)).get("child")).isSameAs(first);
    assertThat(((JsObject) other.get(0)).get("child")).isNotSameAs(first);
  }

  static Stream<Object> notCloneable() {
    Function<Object, Object> function = x -> x;
    return Stream.of(
        function,
        (Runnable) () -> {},
        new CompletableFuture<>(),
        Thread.currentThread(),
        Stream.of(1),
        new ByteArrayInputStream(new byte[0]),
        new java.util.WeakHashMap<>(Map.of("key", 1)),
        new java.lang.ref.WeakReference<>("x"),
        java.util.Collections.singletonMap(null, 1),
        Map.of(new Object(), 1),
        Map.of(1.5, 1),
        new java.util.IdentityHashMap<>(Map.of(1, "a", "1", "b")),
        new Object(),
        new AtomicReference<>("x"),
        new BigDecimal("1.5"),
        new StringBuilder("x"),
        Long.MAX_VALUE,
        String.class,
        CLONE);
  }

  @ParameterizedTest
  @MethodSource("notCloneable")
  void i049_i050_whatCannotBeClonedThrows(Object value) {
    assertThatExceptionOfType(DataCloneException.class)
        .isThrownBy(() -> CLONE.serialize(List.of(1, Map.of("deep", JsArray.of(true, value)))))
        .withMessage("An object could not be cloned.")
        .satisfies(e -> assertThat(e.detail()).startsWith("value[1].deep[1]: "))
        .satisfies(e -> assertThat(e.toString()).contains(e.detail()));
  }

  @Test
  void i051_aClassBecomesItsDataAndItsAccessorsAreAsked() {
    JsObject copy = (JsObject) CLONE.copy(new Named("Ann", "Lee"));

    assertThat(copy.properties())
        .containsExactly(Map.entry("first", "Ann"), Map.entry("last", "LEE"));
  }

  @Test
  void i054_changesAfterwardsHaveNoEffect() {
    List<Object> list = new ArrayList<>(List.of("before"));
    byte[] bytes = {1, 2, 3};
    Map<String, Object> value = new HashMap<>(Map.of("list", list, "bytes", bytes));

    byte[] message = CLONE.serialize(value);
    list.set(0, "after");
    bytes[0] = 9;
    value.clear();

    JsObject arrived = (JsObject) CLONE.deserialize(message);
    assertThat(((JsArray) arrived.get("list")).toList()).containsExactly("before");
    assertThat(JsToJava.as(arrived.get("bytes"), byte[].class)).containsExactly(1, 2, 3);
  }

  @Test
  void undefinedIsNotNull() {
    JsArray copy = (JsArray) CLONE.copy(Arrays.asList(null, Undefined.VALUE, Optional.empty()));

    assertThat(copy.get(0)).isNull();
    assertThat(copy.get(1)).isSameAs(Undefined.VALUE);
    assertThat(copy.get(2)).isSameAs(Undefined.VALUE);
  }

  @Test
  void equalNumbersAreEqualWhateverTheyWere() {
    JsArray copy = (JsArray) CLONE.copy(List.of(1, 1L, 1.0, 1f, (short) 1, (byte) 1));

    assertThat(copy.toList()).containsOnly(1);
    assertThat(CLONE.copy(-0.0)).isEqualTo(-0.0);
    assertThat(CLONE.copy(1L << 40)).isEqualTo((double) (1L << 40));
    assertThat(CLONE.copy(BigInteger.ONE)).isEqualTo(BigInteger.ONE);
  }

  @Test
  void cyclesOfJavaCollectionsStayCycles() {
    List<Object> list = new ArrayList<>();
    list.add(list);

    JsArray copy = (JsArray) CLONE.copy(list);

    assertThat(copy.get(0)).isSameAs(copy);
  }

  @Test
  void aCollectionThatFailsIsNotCloneable() {
    List<Object> failing =
        new java.util.AbstractList<>() {
          @Override
          public Object get(int index) {
            throw new IllegalStateException("not now");
          }

          @Override
          public int size() {
            return 1;
          }
        };

    assertThatExceptionOfType(DataCloneException.class)
        .isThrownBy(() -> CLONE.serialize(List.of(1, failing)))
        .satisfies(e -> assertThat(e.detail()).contains("not now"));
  }

  enum Level {
    LOW
  }

  @Test
  void keysOfMapsAreNamesOfProperties() {
    JsObject copy = (JsObject) CLONE.copy(new TreeMap<>(Map.of(5, "five", 1_000_000, "many")));

    assertThat(copy.properties())
        .containsExactly(Map.entry("5", "five"), Map.entry("1000000", "many"));
    assertThat(((JsObject) CLONE.copy(Map.of(Level.LOW, 1L << 40))).get("LOW"))
        .isEqualTo((double) (1L << 40));
    assertThat(((JsObject) CLONE.copy(Map.of(-7L, true))).get("-7")).isEqualTo(true);
  }

  /** A list that others change meanwhile is cloned as it was at some time, or not at all. */
  @Test
  void collectionsThatChangeMeanwhileAreClonedOrRefused() throws Exception {
    Map<String, Object> plain = new HashMap<>();
    Map<String, Object> concurrent = new ConcurrentHashMap<>();
    List<Object> list = new ArrayList<>();
    List<Object> safe = new CopyOnWriteArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    Thread changing =
        new Thread(
            () -> {
              for (int i = 0; !over.get(); i++) {
                plain.put("key" + i % 1_000, i);
                plain.remove("key" + (i + 500) % 1_000);
                concurrent.put("key" + i % 1_000, i);
                concurrent.remove("key" + (i + 500) % 1_000);
                list.add(i);
                if (list.size() > 1_000) {
                  list.clear();
                }
                safe.add(i);
                if (safe.size() > 100) {
                  safe.clear();
                }
                begun.countDown();
              }
            });
    changing.start();
    try {
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
      for (int i = 0; i < 500; i++) {
        assertThat(CLONE.copy(List.of(concurrent, safe))).isInstanceOf(JsArray.class);
        for (Object unsafe : List.of(plain, list)) {
          try {
            assertThat(CLONE.copy(List.of(unsafe))).isInstanceOf(JsArray.class);
          } catch (DataCloneException e) {
            assertThat(e).hasMessage("An object could not be cloned.");
          }
        }
      }
    } finally {
      over.set(true);
      changing.join();
    }
  }

  @Test
  void anAccessorMayCloneSomethingItself() {
    record Eager(List<Integer> list) {
      byte[] own() {
        return CLONE.serialize(list);
      }
    }
    record Outer(String before, Eager eager) {
      @Override
      public Eager eager() {
        assertThat(CLONE.copy(eager.own())).isNotNull();
        return eager;
      }
    }

    JsObject copy = (JsObject) CLONE.copy(new Outer("before", new Eager(List.of(1, 2))));

    assertThat(copy.get("before")).isEqualTo("before");
    assertThat(((JsArray) ((JsObject) copy.get("eager")).get("list")).toList())
        .containsExactly(1, 2);
  }

  /** Whatever array a thread writes into, each message has its own. */
  @Test
  void i054_aMessageInABufferStaysAsItIs() {
    for (String text : List.of("short", "long ".repeat(10_000))) {
      ByteBuffer first = CLONE.serializeToBuffer(text);
      ByteBuffer second = CLONE.serializeToBuffer(text.toUpperCase(java.util.Locale.ROOT));

      assertThat(CLONE.deserialize(first)).isEqualTo(text);
      assertThat(CLONE.deserialize(second)).isEqualTo(text.toUpperCase(java.util.Locale.ROOT));
    }
  }

  /** Short names are remembered by their bytes: each length, and at the end of the bytes. */
  @Test
  void namesOfAnyLengthAreTheirOwn() {
    StringBuilder name = new StringBuilder();
    for (int length = 0; length < 40; length++) {
      for (String last : List.of("a", "b", "é", "語", "7")) {
        String whole = name + last;
        JsObject object = new JsObject().put(whole, length).put(whole + "x", last);
        JsObject copy = (JsObject) CLONE.copy(object);
        assertThat(copy.properties()).isEqualTo(object.properties());
      }
      name.append((char) ('a' + length % 26));
    }
  }

  @Test
  void viewsOfOneBufferStayViewsOfOneBuffer() {
    JsArrayBuffer buffer = new JsArrayBuffer(new byte[8]);
    JsArray views =
        JsArray.of(
            new JsArrayBufferView(ViewKind.UINT8, buffer, 1, 2),
            new JsArrayBufferView(ViewKind.FLOAT16, buffer));

    JsArray copy = (JsArray) CLONE.copy(views);
    JsArray alone = (JsArray) CLONE.deserialize(CLONE.withViewForm(ViewForm.NODE).serialize(views));

    JsArrayBufferView first = (JsArrayBufferView) copy.get(0);
    assertThat(first.buffer()).isSameAs(((JsArrayBufferView) copy.get(1)).buffer());
    assertThat(first.byteOffset()).isEqualTo(1);
    assertThat(((JsArrayBufferView) alone.get(0)).buffer().byteLength()).isEqualTo(2);
    assertThat(((JsArrayBufferView) alone.get(1)).kind()).isEqualTo(ViewKind.FLOAT16);
  }
}
