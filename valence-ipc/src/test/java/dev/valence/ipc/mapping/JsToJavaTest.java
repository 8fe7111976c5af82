package dev.valence.ipc.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsDate;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.JsSet;
import dev.valence.ipc.value.Undefined;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsToJavaTest {
  enum Color {
    RED,
    GREEN
  }

  record Point(double x, double y) {}

  record Pair<A, B>(A first, B second) {}

  record All(
      boolean truth,
      int small,
      long large,
      double number,
      float single,
      char letter,
      String text,
      BigInteger big,
      Instant when,
      Color color,
      Optional<String> some,
      Optional<Color> none,
      List<Point> points,
      Set<Color> colors,
      Map<String, List<Integer>> byName,
      Map<Color, Long> byColor,
      Pair<Color, List<Point>> pair,
      String missing) {}

  record Arrays2(
      byte[] bytes, int[] ints, long[] longs, double[][] rows, String[] texts, ByteBuffer buffer) {}

  record Node(Node left, Node right) {}

  record Refusing(int value) {
    Refusing {
      if (value < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  sealed interface Shape permits Circle, Flat {}

  sealed interface Flat extends Shape permits Square, Rectangle {}

  record Circle(double radius) implements Shape {}

  record Square(double side) implements Flat {}

  record Rectangle(double side, double other) implements Flat {}

  sealed interface Twins permits Left, Right {}

  record Left(int x) implements Twins {}

  record Right(int x) implements Twins {}

  record Drawing(List<Shape> shapes, Pair<Flat, List<? extends Flat>> flat) {}

  enum Speaking {
    YES {
      @Override
      String word() {
        return "yes";
      }
    };

    abstract String word();
  }

  @Test
  void recordsOfSealedInterfacesAreToldByTheirProperties() {
    Drawing drawing =
        new Drawing(
            List.of(new Circle(1), new Square(2), new Rectangle(3, 4)),
            new Pair<>(new Square(5), List.of(new Rectangle(6, 7))));

    Object copy = StructuredClone.ofDefaults().copy(drawing);

    assertThat(JsToJava.as(copy, Drawing.class)).isEqualTo(drawing);
    refused(
        JsArray.of(new JsObject().put("x", 1)),
        Twins[].class,
        "value[0] may be any of Left, Right, which have the same properties");
    refused(new JsObject(), Shape.class, "value has the properties of no record of Shape");
    refused(new JsObject().put("radius", 1), Flat.class, "of no record of Flat");
    refused("circle", Shape.class, "value is a string, no Shape");
  }

  @Test
  void anEnumWithBodiesIsAnEnum() {
    assertThat(JsToJava.as(StructuredClone.ofDefaults().copy(Speaking.YES), Speaking.class))
        .isSameAs(Speaking.YES);
  }

  @Test
  void recordsComeBackAsTheyWere() {
    All all =
        new All(
            true,
            -7,
            1L << 50,
            0.1,
            0.5f,
            'é',
            "text",
            BigInteger.TWO.pow(100),
            Instant.ofEpochMilli(-1),
            Color.GREEN,
            Optional.of("some"),
            Optional.empty(),
            List.of(new Point(1, 2), new Point(-0.0, Double.NaN)),
            Set.of(Color.RED),
            Map.of("a", List.of(1, 2)),
            Map.of(Color.RED, 5L),
            new Pair<>(Color.RED, List.of(new Point(3, 4))),
            null);

    Object copy = StructuredClone.ofDefaults().copy(all);

    assertThat(JsToJava.as(copy, All.class)).isEqualTo(all);
  }

  @Test
  void arraysOfPrimitivesAreTypedArrays() {
    Arrays2 arrays =
        new Arrays2(
            new byte[] {1, -1},
            new int[] {Integer.MIN_VALUE},
            new long[] {Long.MAX_VALUE},
            new double[][] {{1.5}, {}},
            new String[] {"a", null},
            ByteBuffer.wrap(new byte[] {0, 5, 6, 0}, 1, 2));

    Arrays2 copy = JsToJava.as(StructuredClone.ofDefaults().copy(arrays), Arrays2.class);

    assertThat(copy.bytes()).isEqualTo(arrays.bytes());
    assertThat(copy.ints()).isEqualTo(arrays.ints());
    assertThat(copy.longs()).isEqualTo(arrays.longs());
    assertThat(copy.rows()).isEqualTo(arrays.rows());
    assertThat(copy.texts()).isEqualTo(arrays.texts());
    assertThat(copy.buffer()).isEqualTo(arrays.buffer());
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsPlace() {
    refused(JsArray.of(1, 2.5), int[].class, "value[1] is the number 2.5, no int");
    refused(3e9, Integer.class, "value is the number 3.0E9, no Integer");
    refused("1", long.class, "value is a string, no long");
    refused(Undefined.VALUE, int.class, "value is a undefined, no int");
    refused("BLUE", Color.class, "value is none of [RED, GREEN]");
    refused(new JsDate(Double.NaN), Instant.class, "value is a Invalid Date, no Instant");
    refused(JsArray.of(1).addHoles(1), List.class, "value: The array of length 2 has holes");
    refused(new JsObject().put("value", -1), Refusing.class, "refuses the values");
    refused(JsMap.of(Map.of()), Point.class, "no Point");
    refused(BigInteger.ONE, int.class, "value is a BigInt, no int");
    refused(
        new JsObject().put("left", new JsObject().put("right", JsArray.of())),
        Node.class,
        "value.left.right is a JsArray(0), no Node");
  }

  @Test
  void anyGenericTypeCanBeAskedFor() throws Exception {
    java.lang.reflect.Type pairs =
        JsToJavaTest.class.getDeclaredMethod("pairs").getGenericReturnType();
    Object value =
        StructuredClone.ofDefaults().copy(List.of(new Pair<>(Color.RED, new Point(1, 2))));

    assertThat(JsToJava.as(value, pairs)).isEqualTo(pairs());
    assertThatExceptionOfType(ValueMappingException.class)
        .isThrownBy(() -> JsToJava.as(JsArray.of(new JsObject().put("first", "BLUE")), pairs))
        .withMessage("value[0].first is none of [RED, GREEN]");
  }

  private static List<Pair<Color, ? extends Point>> pairs() {
    return List.of(new Pair<>(Color.RED, new Point(1, 2)));
  }

  private static void refused(Object value, Class<?> type, String message) {
    assertThatExceptionOfType(ValueMappingException.class)
        .isThrownBy(() -> JsToJava.as(value, type))
        .withMessageContaining(message);
  }

  @Test
  void missingPropertiesAreNullOrEmpty() {
    Object pair = JsToJava.as(new JsObject(), Pair.class);

    assertThat(pair).isEqualTo(new Pair<>(Undefined.VALUE, Undefined.VALUE));
    refused(new JsObject().put("x", 1), Point.class, "value.y is");
  }

  @Test
  void listsAndSetsOfAClass() {
    JsArray array = JsArray.of("RED", null);

    assertThat(JsToJava.listOf(array, Color.class)).isEqualTo(Arrays.asList(Color.RED, null));
    assertThat(JsToJava.as(JsSet.of(List.of(1, 2)), Set.class)).isEqualTo(Set.of(1, 2));
  }

  @Test
  void anObjectThatLeadsBackToItselfIsNoRecord() {
    JsObject object = new JsObject();
    object.put("left", object);

    refused(object, Node.class, "value.left leads back to itself");
  }

  @Test
  void muchSharingIsMadeOnce() {
    JsObject object = new JsObject();
    for (int i = 0; i < 100; i++) {
      object = new JsObject().put("left", object).put("right", object);
    }

    Node node = JsToJava.as(object, Node.class);

    assertThat(node.left()).isSameAs(node.right());
  }

  @Test
  void depthIsLimited() {
    JsObject object = new JsObject();
    for (int i = 0; i < 600; i++) {
      object = new JsObject().put("left", object);
    }

    refused(object, Node.class, "nested deeper than 500 levels");
  }
}
