package dev.valence.ipc.clone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Node.js reads what Valence writes, and the other way round, in both forms of views; and so does
 * the JavaScript half, between the two.
 */
@Tag("peers")
class NodeRoundTripTest {
  private static final StructuredClone PLAIN = StructuredClone.ofDefaults();
  private static final StructuredClone NODE = PLAIN.withViewForm(ViewForm.NODE);
  private static final int BATCH = 500;

  @Test
  void twentyThousandValues() throws Exception {
    run(0, 20_000);
  }

  @Test
  @Tag("long")
  void aMillionValues() throws Exception {
    run(System.nanoTime(), 1_000_000);
  }

  /** Node works on one batch while the batch before is checked and the next one is made. */
  private static void run(long firstSeed, int count) throws Exception {
    try (NodeOracle node = NodeOracle.start()) {
      List<Expected> sent = List.of();
      List<List<byte[]>> answers = List.of();
      for (long seed = firstSeed; seed < firstSeed + count; seed += BATCH) {
        List<Expected> next = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
          next.add(ask(node, seed + i));
        }
        node.send();
        check(sent, answers);
        answers = node.received();
        sent = next;
      }
      check(sent, answers);
    }
  }

  /** What a value of a seed must be over there: as a whole, and with views as their bytes. */
  private record Expected(long seed, String all, String byContent) {}

  private static Expected ask(NodeOracle node, long seed) throws Exception {
    Object value = RandomValues.of(seed);
    byte[] plain = PLAIN.serialize(value);
    node.ask('p', plain);
    node.ask('n', NODE.serialize(value));
    node.ask('j', plain);
    return new Expected(seed, Describe.all(value), Describe.byContent(value));
  }

  private static void check(List<Expected> sent, List<List<byte[]>> answers) {
    assertThat(answers).hasSize(3 * sent.size());
    for (int i = 0; i < sent.size(); i++) {
      check(sent.get(i), answers.subList(3 * i, 3 * i + 3));
    }
  }

  private static void check(Expected expected, List<List<byte[]>> answers) {
    List<byte[]> plain = answers.get(0);
    List<byte[]> nodeForm = answers.get(1);
    List<byte[]> javaScriptHalf = answers.get(2);
    same(expected, "V8 reads", plain.get(0), expected.all());
    same(expected, "V8 reads Node's form", nodeForm.get(0), expected.byContent());
    same(expected, "the JavaScript half reads", javaScriptHalf.get(0), expected.all());
    same(expected, "the JavaScript half writes", javaScriptHalf.get(1), expected.all());
    same(expected, "V8 writes", Describe.all(PLAIN.deserialize(plain.get(1))), expected.all());
    same(
        expected,
        "v8.serialize writes",
        Describe.byContent(PLAIN.deserialize(plain.get(2))),
        expected.byContent());
  }

  private static void same(Expected of, String what, byte[] described, String expected) {
    same(of, what, NodeOracle.text(described), expected);
  }

  private static void same(Expected of, String what, String described, String expected) {
    // A million assertions of AssertJ take longer than the work.
    if (!described.equals(expected)) {
      assertThat(described).as("seed %d: %s", of.seed(), what).isEqualTo(expected);
    }
  }

  /**
   * What is still read when it was spoilt, V8 reads as the same. Regular expressions aside: only V8
   * compiles them.
   */
  @Test
  void spoiltStreamsThatAreReadMeanTheSame() throws Exception {
    List<String> expected = new ArrayList<>();
    try (NodeOracle node = NodeOracle.start()) {
      for (int seed = 0; seed < 10_000; seed++) {
        Random random = new Random(seed);
        byte[] sound = PLAIN.serialize(RandomValues.of(random.nextInt(5_000)));
        byte[] stream = MutationFuzzTest.spoil(sound, random);
        try {
          String description = Describe.all(PLAIN.deserialize(stream));
          if (!description.contains("RegExp")) {
            node.ask('p', stream);
            expected.add(description);
          }
        } catch (DataCloneException e) {
          // Some of these V8 reads: the reader is stricter.
        }
      }
      assertThat(expected).hasSizeGreaterThan(1_000);
      List<List<byte[]>> answers = node.answers();
      for (int i = 0; i < expected.size(); i++) {
        assertThat(NodeOracle.text(answers.get(i).get(0))).isEqualTo(expected.get(i));
      }
    }
  }

  /** What only JavaScript can make, or what V8 writes in a way of its own. */
  @Test
  void expressions() throws Exception {
    List<String> expressions =
        List.of(
            "undefined",
            "Object.assign([1.5, 2, , -0], {x: [NaN, Infinity]})",
            "(() => { const a = [1, 2, 3]; delete a[1]; return a; })()",
            "(() => { const a = [1]; a[4294967294] = 'last'; a.foo = a; return a; })()",
            "new Array(1000)",
            "Array.from({length: 2000}, (_, i) => i / 2)",
            "[[], [[]], [undefined], [null], {}]",
            "'x'.repeat(20000) + '\\u4e00'",
            "'ab'.repeat(100) + 'é'",
            "'\\ud83d\\ude00 and \\ud83d alone'",
            "[2n ** 64n, -(2n ** 63n), 0n, -1n, Object(5n)]",
            "[new Date(0), new Date(NaN), new Date(8.64e15), new Date(-1)]",
            "[/a\\/b/dgimsy, new RegExp(''), /[\\p{L}--[a-z]]/v]",
            "[Object(true), Object(false), Object(-0), Object('s'), Object('\\u4e00')]",
            "new (class { constructor() { this.own = 1; } get got() { return 2; } })()",
            "{get computed() { return {a: 1}; }, b: 2, 1: 'one', [Symbol('s')]: 3}",
            "Object.assign(Object.create(null), {toString: 1, ['__proto__']: 2})",
            "new Map([[NaN, 1], [-0, 2], ['a', new Map()], [{}, []]])",
            "(() => { const m = new Map(); m.set(m, m); return m; })()",
            "new Set([1, '1', 1n, NaN, undefined, null, new Set()])",
            "(() => { const o = {}; o.self = o; o.list = [o, {o}]; return o; })()",
            "(() => { const b = new ArrayBuffer(16);"
                + " return [new Uint8Array(b, 1, 3), new Float64Array(b), new DataView(b, 2), b]; })()",
            "(() => { const b = new ArrayBuffer(8, {maxByteLength: 32});"
                + " return [new Uint16Array(b), new Uint16Array(b, 2, 1), new DataView(b, 3)]; })()",
            "[Buffer.from('pooled'), Buffer.alloc(0), new Uint8ClampedArray([1, 300, -1])]",
            "[new BigInt64Array([-1n, 1n]), new BigUint64Array([2n ** 64n - 1n])]",
            "Object.assign(new TypeError('m', {cause: {a: [1]}}), {stack: 'S', extra: 1})",
            "[new Error(), new RangeError('é'), new URIError('u', {cause: undefined})]",
            "new (class Custom extends Error { get name() { return 'Custom'; } })('c')",
            "new AggregateError([1], 'all')");
    try (NodeOracle node = NodeOracle.start()) {
      for (String expression : expressions) {
        node.ask('e', expression.getBytes(StandardCharsets.UTF_8));
      }
      List<List<byte[]>> answers = node.answers();
      for (int i = 0; i < expressions.size(); i++) {
        List<byte[]> answer = answers.get(i);
        String as = expressions.get(i);
        String first = NodeOracle.text(answer.get(0));
        assertThat(first).as(as).doesNotStartWith("failed");
        assertThat(Describe.all(PLAIN.deserialize(answer.get(1)))).as(as).isEqualTo(first);
        assertThat(Describe.byContent(PLAIN.deserialize(answer.get(3))))
            .as(as)
            .isEqualTo(NodeOracle.text(answer.get(2)));
      }
    }
  }
}
