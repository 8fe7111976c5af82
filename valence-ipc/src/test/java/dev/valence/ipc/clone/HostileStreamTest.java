package dev.valence.ipc.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsErrorKind;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsObject;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that want memory, stack or objects that are not theirs. */
class HostileStreamTest {
  private static final StructuredClone CLONE = StructuredClone.ofDefaults();
  private static final int MIB = 1 << 20;

  /** What one more byte of input may cost at most, garbage included. */
  private static final long BYTES_FOR_A_BYTE = 100;

  @ParameterizedTest
  @CsvSource({
    "an array,        41ffffffff0f,               few bytes are left",
    "one-byte string, 22ffffffff0f,               a length of 4294967295 bytes",
    "two-byte string, 63feffffff0f,               a length of 4294967294 bytes",
    "UTF-8 string,    53ffffff7f,                 a length of",
    "a BigInt,        5afeffffff0f,               a length of 2147483647 bytes",
    "a boxed BigInt,  7afeffffff0f,               a length of 2147483647 bytes",
    "a buffer,        42ffffffff0f,               a length of 4294967295 bytes",
    "a resizable one, 7effffffff0fffffffff0f,     a length of 4294967295 bytes",
    "a host object,   5c01ffffffff0f,             a length of 4294967295 bytes",
    "a long number,   49ffffffffff0f,             more than 32 bits",
    "too long by one, 49ffffffff1f,               more than 32 bits"
  })
  void lengthsAreComparedWithWhatThereIs(String name, String hex, String detail) {
    assertRefused(hex, detail);
  }

  @ParameterizedTest
  @CsvSource({
    "none yet,        5e00,                       a reference to object 0",
    "far away,        4101 5effffffff0f 240001,   a reference to object 4294967295",
    "next one,        4101 5e01 240001,           a reference to object 1",
    "an open error,   72 63 5e00 2e,              a reference to object 0"
  })
  void referencesLeadToObjectsThatAreThere(String name, String hex, String detail) {
    assertRefused(hex, detail);
  }

  @ParameterizedTest
  @CsvSource({
    "nothing,            '',                              ends too early",
    "two values,         3030,                            more data behind",
    "unknown tag,        4d,                              unknown tag 'M'",
    "shared buffer,      7500,                            transferred or shared",
    "transferred,        7400,                            transferred or shared",
    "shared object,      7000,                            transferred or shared",
    "twice a property,   6f 220161 30 220161 30 7b02,     appears twice",
    "by number and name, 6f 4902 30 220131 30 7b02,       appears twice",
    "wrong count,        6f 220161 30 7b02,               2 properties where there are 1",
    "object as a name,   6f 6f7b00 30 7b01,               no property name has the tag 'o'",
    "fraction as a name, 6f 4e000000000000e03f 30 7b01,   a property name is the number 0.5",
    "wrong length,       4101 30 240002,                  2 elements where there are 1",
    "set the length,     6101 22066c656e677468 30 400101, appears twice",
    "element again,      4101 30 4900 30 240101,          appears twice",
    "odd string,         6303 616161,                     odd length",
    "map without value,  3b 30 3a01,                      unknown tag ':'",
    "flag l,             52 220161 40,                    flags of a regular expression",
    "flags u and v,      52 220161 9002,                  flags of a regular expression",
    "object as source,   52 6f7b00 00,                    no string where one must be",
    "view too far,       4201 00 56 42 01 01 00,          no view of a buffer",
    "view not aligned,   4204 00000000 56 57 01 02 00,    does not fit its buffer",
    "flags of others,    4204 00000000 56 42 00 04 02,    does not fit its buffer",
    "tracks fixed one,   4204 00000000 56 42 00 04 01,    does not fit its buffer",
    "unknown view,       4204 00000000 56 41 00 04 00,    no view of a buffer",
    "less than length,   7e04 02 00000000,                may have 2 at most",
    "host of Blink,      5c6200,                          no view of Node.js",
    "error of no kind,   72 58 2e,                        unknown part of an error"
  })
  void whatIsMalformedIsRefused(String name, String hex, String detail) {
    assertRefused(hex, detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "ff", "ff0c30", "ff1030", "ffff"})
  void otherVersionsAreRefused(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatExceptionOfType(DataCloneException.class)
        .isThrownBy(() -> CLONE.deserialize(bytes))
        .matches(e -> !e.detail().isEmpty());
  }

  @Test
  void nestingIsLimited() {
    for (String level : new String[] {"4101", "6f220161", "3b", "27", "7263", "6101 4900"}) {
      assertRefused(level.repeat(5_000), "nested deeper than 1000 levels");
    }
  }

  @Test
  void theLimitOfNestingIsExact() {
    Object value = nested(1_000);

    assertThat(CLONE.copy(value)).isInstanceOf(JsArray.class);
    assertThatExceptionOfType(DataCloneException.class)
        .isThrownBy(() -> CLONE.serialize(nested(1_001)))
        .withMessage("An object could not be cloned.")
        .matches(e -> e.detail().contains("nested deeper than 1000 levels"));
  }

  private static Object nested(int depth) {
    Object value = "core";
    for (int i = 0; i < depth; i++) {
      value = JsArray.of(value);
    }
    return value;
  }

  /** On a stack on which a recursion of some hundred levels would end. */
  @Test
  void depthCostsNoStack() throws Exception {
    int depth = 200_000;
    Object value = nested(depth);
    StructuredClone deep = CLONE.withMaxDepth(depth);

    Object copy = onSmallStack(() -> deep.copy(value));

    int levels = 0;
    for (Object at = copy; at instanceof JsArray array; at = array.get(0)) {
      levels++;
    }
    assertThat(levels).isEqualTo(depth);
  }

  private static <T> T onSmallStack(Callable<T> action) throws Exception {
    FutureTask<T> task = new FutureTask<>(action);
    Thread thread = new Thread(null, task, "small stack", 160 * 1024);
    thread.start();
    return task.get();
  }

  /** A mebibyte of what costs most: each piece within one array, or within the value named. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "78",
        "6f7b00",
        "3b3a00",
        "272c00",
        "4100240000",
        "6100400000",
        "722e",
        "72454545452e",
        "2200",
        "6300",
        "5a00",
        "7a00",
        "5c0100",
        "4200",
        "42005642000000",
        "2d",
        "2d54",
        "54",
        "4e000000000000f07f",
        "5e00",
        "00000000000030",
        "3f0030",
        "440000000000000000",
        "6f220161307b01",
        "52220000",
        "73220161"
      })
  void memoryIsBoundedByTheInput(String piece) {
    byte[] one = HexFormat.of().parseHex(piece.replace(" ", ""));
    int count = MIB / one.length;
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(new byte[] {(byte) 0xFF, 15, 'A'});
    for (int rest = count; ; rest >>>= 7) {
      stream.write(rest > 0x7F ? rest | 0x80 : rest);
      if (rest <= 0x7F) {
        break;
      }
    }
    for (int i = 0; i < count; i++) {
      stream.writeBytes(one);
    }

    assertBounded(stream.toByteArray());
  }

  /** Different properties, indices and keys, which the collections must hold one by one. */
  @Test
  void memoryOfManyEntriesIsBoundedByTheInput() {
    JsObject object = new JsObject();
    JsArray sparse = new JsArray();
    JsMap map = new JsMap();
    for (int i = 0; i < 100_000; i++) {
      object.put(Integer.toString(i, 36), true);
      sparse.set(7 + 3L * i, null);
      map.put(i, null);
    }

    assertBounded(CLONE.serialize(object));
    assertBounded(CLONE.serialize(sparse));
    assertBounded(CLONE.serialize(map));
  }

  private static void assertBounded(byte[] stream) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      CLONE.deserialize(stream);
    } catch (DataCloneException e) {
      // Refused behind the elements: they were read all the same.
      assertThat(e.detail()).isNotEmpty();
    }
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    // The first failure of a kind also loads classes.
    assertThat(taken).isLessThan(1_000_000 + BYTES_FOR_A_BYTE * stream.length);
  }

  @Test
  void aLengthWithoutElementsTakesNothing() {
    JsArray array = (JsArray) CLONE.deserialize(hex("61ffffffff0f4000ffffffff0f"));

    assertThat(array.length()).isEqualTo(4_294_967_295L);
    assertThat(array.has(0)).isFalse();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(array::toList)
        .withMessageContaining("has holes");
  }

  @Test
  void version13HasViewsWithoutFlagsAndBrokenOnesWithThem() {
    byte[] right = HexFormat.of().parseHex("ff0d41024201075642000154240002");
    byte[] broken = HexFormat.of().parseHex("ff0d41027e010807564200010254240002");

    assertThat(Describe.all(CLONE.deserialize(right))).contains("Uint8Array 0 1 Buffer 07");
    assertThat(Describe.all(CLONE.deserialize(broken))).contains("Uint8Array 0 1 Buffer 8 07");
    broken[1] = 14;
    right[1] = 14;
    assertThat(Describe.all(CLONE.deserialize(broken))).contains("Uint8Array 0 1 Buffer 8 07");
    assertThatExceptionOfType(DataCloneException.class).isThrownBy(() -> CLONE.deserialize(right));
  }

  @Test
  void anErrorMayNotLeadBackToItselfButItsCauseMayBeShared() {
    JsObject cause = new JsObject().put("code", 7);
    JsError error = new JsError(JsErrorKind.RANGE_ERROR, "no").withCause(cause);

    JsArray copy = (JsArray) CLONE.copy(JsArray.of(error, cause, error));

    assertThat(copy.get(0)).isSameAs(copy.get(2));
    assertThat(((JsError) copy.get(0)).cause()).isSameAs(copy.get(1));
  }

  private static void assertRefused(String hex, String detail) {
    assertThatExceptionOfType(DataCloneException.class)
        .isThrownBy(() -> CLONE.deserialize(hex(hex)))
        .withMessage("Unable to deserialize cloned data.")
        .satisfies(e -> assertThat(e.detail()).contains(detail));
  }

  /** Bytes behind the header of version 15. */
  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex("ff0f" + hex.replace(" ", ""));
  }
}
