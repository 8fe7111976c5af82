package dev.valence.ipc.clone;

import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import dev.valence.ipc.value.JsBoxed;
import dev.valence.ipc.value.JsDate;
import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsErrorKind;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.JsRegExp;
import dev.valence.ipc.value.JsSet;
import dev.valence.ipc.value.Undefined;
import dev.valence.ipc.value.ViewKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values of all kinds from a seed, with shared objects and cycles. */
final class RandomValues {
  private static final double[] NUMBERS = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE + 1.0,
    Integer.MIN_VALUE - 1.0,
    0x3FFFFFFF,
    0x40000000,
    -0x40000000,
    -0x40000001,
    4294967295.0,
    4294967296.0,
    9007199254740991.0,
    -9007199254740992.0,
    1e21,
    1e-7
  };
  private static final String[] SOURCES = {"a", "(?:)", "^\\d+[x-z]*$", "\\/", "é", "語", "\\u{1}"};
  private static final String[] FLAGS = {"", "g", "i", "gi", "dgimsuy", "v", "y", "m", "s", "dv"};
  private static final String[] NAMES = {
    "a",
    "b",
    "id",
    "name",
    "",
    "length",
    "__proto__",
    "constructor",
    "toString",
    "é",
    "語",
    "0",
    "1",
    "7",
    "01",
    "-1",
    "2147483647",
    "2147483648",
    "4294967294",
    "4294967295",
    "\uD800",
    " "
  };
  // Float16Array is not known to every Node.js that there is.
  private static final List<ViewKind> KINDS =
      List.of(ViewKind.values()).stream().filter(kind -> kind != ViewKind.FLOAT16).toList();

  private final Random random;

  /** What may be referred to from here: inside of a cause, only what is inside of it, too. */
  private List<Object> pool = new ArrayList<>();

  private int budget;

  private RandomValues(long seed) {
    random = new Random(seed);
    budget = 1 + random.nextInt(40);
  }

  static Object of(long seed) {
    return new RandomValues(seed).value(0);
  }

  private Object value(int depth) {
    budget--;
    boolean leaf = depth > 6 || budget <= 0;
    return switch (random.nextInt(leaf ? 12 : 26)) {
      case 0 -> Undefined.VALUE;
      case 1 -> null;
      case 2 -> random.nextBoolean();
      case 3 -> random.nextInt(200) - 100;
      case 4 -> random.nextInt();
      case 5 -> NUMBERS[random.nextInt(NUMBERS.length)];
      case 6 -> Double.longBitsToDouble(random.nextLong());
      case 7 -> bigInt();
      case 8, 9 -> text();
      case 10, 11 -> pool.isEmpty() ? text() : pool.get(random.nextInt(pool.size()));
      case 12 -> known(date());
      case 13 -> known(expression());
      case 14 -> known(boxed());
      case 15 -> buffer();
      case 16, 17 -> view();
      case 18 -> error(depth);
      case 19 -> map(depth);
      case 20 -> set(depth);
      case 21 -> dense(depth);
      case 22 -> sparse(depth);
      default -> object(depth);
    };
  }

  private <T> T known(T object) {
    pool.add(object);
    return object;
  }

  private int few() {
    return random.nextInt(6);
  }

  private BigInteger bigInt() {
    BigInteger magnitude = new BigInteger(random.nextInt(random.nextInt(300) + 1), random);
    return random.nextBoolean() ? magnitude : magnitude.negate();
  }

  private String text() {
    int length = random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(12);
    int alphabet = random.nextInt(4);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(
          (char)
              switch (alphabet) {
                case 0 -> 'a' + random.nextInt(26);
                case 1 -> random.nextInt(0x100);
                case 2 -> random.nextInt(0x10000);
                default -> 0xD800 + random.nextInt(0x800);
              });
    }
    return text.toString();
  }

  private String name() {
    return random.nextBoolean() ? NAMES[random.nextInt(NAMES.length)] : text();
  }

  private JsDate date() {
    return switch (random.nextInt(4)) {
      case 0 -> new JsDate(Double.NaN);
      case 1 -> new JsDate(random.nextBoolean() ? 8.64e15 : -8.64e15);
      default -> new JsDate(random.nextLong() % 8_640_000_000_000_000L);
    };
  }

  private JsRegExp expression() {
    return new JsRegExp(
        SOURCES[random.nextInt(SOURCES.length)], FLAGS[random.nextInt(FLAGS.length)]);
  }

  private JsBoxed boxed() {
    return new JsBoxed(
        switch (random.nextInt(4)) {
          case 0 -> random.nextBoolean();
          case 1 -> NUMBERS[random.nextInt(NUMBERS.length)];
          case 2 -> bigInt();
          default -> text();
        });
  }

  private JsArrayBuffer buffer() {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return known(
        random.nextInt(4) == 0
            ? JsArrayBuffer.resizable(bytes, bytes.length + 8 + random.nextInt(100))
            : new JsArrayBuffer(bytes));
  }

  private JsArrayBufferView view() {
    JsArrayBuffer buffer = null;
    for (int i = 0; i < 3 && !pool.isEmpty() && buffer == null; i++) {
      if (pool.get(random.nextInt(pool.size())) instanceof JsArrayBuffer shared) {
        buffer = shared;
      }
    }
    if (buffer == null) {
      buffer = buffer();
    }
    ViewKind kind = KINDS.get(random.nextInt(KINDS.size()));
    int size = kind.elementSize();
    int elements = buffer.byteLength() / size;
    int offset = random.nextInt(elements + 1);
    if (buffer.maxByteLength().isPresent() && random.nextBoolean()) {
      return known(JsArrayBufferView.lengthTracking(kind, buffer, offset * size));
    }
    int length = random.nextInt(elements - offset + 1);
    return known(new JsArrayBufferView(kind, buffer, offset * size, length * size));
  }

  /** V8 cannot read an error from within its own cause: what is there refers to nothing outside. */
  private JsError error(int depth) {
    JsErrorKind[] kinds = JsErrorKind.values();
    JsError error = JsError.of(kinds[random.nextInt(kinds.length)]);
    if (random.nextInt(4) != 0) {
      error = error.withMessage(text());
    }
    if (random.nextInt(3) != 0) {
      error = error.withStack(text());
    }
    if (random.nextInt(3) == 0) {
      List<Object> outside = pool;
      pool = new ArrayList<>();
      error = error.withCause(value(depth + 1));
      outside.addAll(pool);
      pool = outside;
    }
    return known(error);
  }

  private JsMap map(int depth) {
    JsMap map = known(new JsMap());
    for (int i = few(); i > 0; i--) {
      map.put(value(depth + 1), value(depth + 1));
    }
    return map;
  }

  private JsSet set(int depth) {
    JsSet set = known(new JsSet());
    for (int i = few(); i > 0; i--) {
      set.add(value(depth + 1));
    }
    return set;
  }

  private JsArray dense(int depth) {
    JsArray array = known(new JsArray());
    for (int i = random.nextInt(12); i > 0; i--) {
      array.add(value(depth + 1));
    }
    properties(array, depth);
    return array;
  }

  private JsArray sparse(int depth) {
    JsArray array = known(new JsArray());
    long[] lengths = {0, 1, 5, 100, 100_000, Integer.MAX_VALUE, JsArray.MAX_LENGTH};
    array.length(lengths[random.nextInt(lengths.length)]);
    for (int i = few(); i > 0; i--) {
      long bound = random.nextBoolean() ? 20 : JsArray.MAX_LENGTH - 1;
      array.set(Math.floorMod(random.nextLong(), bound), value(depth + 1));
    }
    if (random.nextInt(3) == 0) {
      array.addHoles(0);
      array.remove(random.nextInt(5));
    }
    properties(array, depth);
    return array;
  }

  private void properties(JsArray array, int depth) {
    if (random.nextInt(4) != 0) {
      return;
    }
    for (int i = few(); i > 0; i--) {
      String name = name();
      if (!name.equals("length") && JsArray.indexOfName(name) < 0) {
        array.putProperty(name, value(depth + 1));
      }
    }
  }

  private JsObject object(int depth) {
    JsObject object = known(new JsObject());
    for (int i = random.nextInt(10); i > 0; i--) {
      object.put(name(), value(depth + 1));
    }
    return object;
  }
}
