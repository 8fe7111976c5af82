'use strict';
// The JavaScript half beside V8's own serializer. Run by JavaScriptHalfTest: node --test.

const assert = require('node:assert');
const test = require('node:test');
const v8 = require('node:v8');
const {describe} = require('./describe.js');
const {encode, decode} = require(process.env.STRUCTURED_CLONE);

const values = {
  undefined: undefined,
  null: null,
  numbers: [0, -0, 1, -1, 0.5, NaN, Infinity, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 53, 1e300],
  bigints: [0n, -1n, 2n ** 64n, -(2n ** 63n), 2n ** 200n - 1n],
  strings: ['', 'a', 'é', '語', '\ud83d alone', 'x'.repeat(20000), '語'.repeat(20000)],
  dates: [new Date(0), new Date(NaN)],
  expressions: [/a\/b/dgimsy, new RegExp(''), /[\p{L}--[a-z]]/v, /x/u],
  boxed: [Object(true), Object(false), Object(-0), Object('語'), Object(5n)],
  sparse: Object.assign([1, , 3], {x: 1}),
  long: (() => { const a = []; a[4294967294] = 1; a[5] = 2; return a; })(),
  properties: {4294967295: 1, 4294967294: 2, '-1': 3, 1: 4, '01': 5, 'é': 6},
  proto: JSON.parse('{"__proto__": {"polluted": true}}'),
  map: new Map([[NaN, 1], [{}, new Map()]]),
  set: new Set([1, '1', new Set()]),
  cycle: (() => { const o = {}; o.o = o; o.list = [o]; return o; })(),
  views: (() => { const b = new ArrayBuffer(16); return [new Uint8Array(b, 1, 3), new Float64Array(b), new DataView(b, 2), b]; })(),
  resizable: (() => { const b = new ArrayBuffer(8, {maxByteLength: 32}); return [new Uint16Array(b), new Uint16Array(b, 2, 1), new DataView(b, 3)]; })(),
  errors: [new TypeError('m', {cause: [1]}), new Error(), new RangeError('é', {cause: undefined})],
  instance: new (class A { own = 1; get got() { return 2; } })(),
  getters: {get a() { return {b: 1}; }},
  bare: Object.assign(Object.create(null), {toString: 1}),
  disguised: new (class M extends Map { get [Symbol.toStringTag]() { return 'Object'; } })([[1, 2]]),
};

for (const [name, value] of Object.entries(values)) {
  test('as V8: ' + name, () => {
    const serializer = new v8.Serializer();
    serializer.writeHeader();
    serializer.writeValue(value);
    const expected = serializer.releaseBuffer();
    const description = describe(v8.deserialize(expected), false);
    assert.strictEqual(describe(v8.deserialize(encode(value)), false), description);
    assert.strictEqual(describe(decode(expected), false), description);
    assert.strictEqual(describe(decode(encode(value)), false), description);
    assert.strictEqual(
      describe(decode(v8.serialize(value)), true), describe(v8.deserialize(expected), true));
  });
}

const refused = {
  function: () => 1,
  symbol: Symbol('s'),
  boxedSymbol: Object(Symbol('s')),
  promise: Promise.resolve(),
  weakMap: new WeakMap(),
  weakSet: new WeakSet(),
  weakRef: new WeakRef({}),
  registry: new FinalizationRegistry(() => {}),
  format: new Intl.NumberFormat(),
  memory: new WebAssembly.Memory({initial: 1}),
  port: new MessageChannel().port1,
  shared: new SharedArrayBuffer(1),
  viewOfShared: new Uint8Array(new SharedArrayBuffer(1)),
  subclassOfPromise: new (class P extends Promise {})(() => {}),
};
refused.port.close();

for (const [name, value] of Object.entries(refused)) {
  test('refused: ' + name, () => {
    assert.throws(() => encode({deep: [value]}),
      {name: 'DataCloneError', message: 'An object could not be cloned.'});
  });
}

test('nothing is polluted', () => {
  const copy = decode(encode(values.proto));
  assert.strictEqual(copy.polluted, undefined);
  assert.deepStrictEqual(Object.keys(copy), ['__proto__']);
});

test('a pool of Node.js is not shown', () => {
  const copy = decode(encode(Buffer.from('abc')));
  assert.strictEqual(copy.buffer.byteLength, 3);
});

test('nesting is limited both ways', () => {
  let value = null;
  for (let i = 0; i < 1000; i++) value = [value];
  assert.ok(decode(encode(value)));
  assert.throws(() => encode([value]), {name: 'DataCloneError'});
  const deep = new Uint8Array(100002).fill(1).map((one, i) => (i % 2 ? 1 : 0x41));
  deep.set([0xFF, 15]);
  assert.throws(() => decode(deep), {name: 'DataCloneError', message: /nested deeper/});
});

test('what is spoilt is refused with a DataCloneError or is a value', () => {
  let seed = 1;
  const random = (bound) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % bound;
  };
  const streams = Object.values(values).map(encode).filter((stream) => stream.length < 2000);
  let read = 0;
  for (let i = 0; i < 50000; i++) {
    const stream = streams[random(streams.length)].slice();
    stream[random(stream.length)] = random(256);
    try {
      decode(stream);
      read++;
    } catch (e) {
      assert.strictEqual(e.name, 'DataCloneError', e.stack + Buffer.from(stream).toString('hex'));
    }
  }
  assert.ok(read > 1000 && read < 49000, String(read));
});

/** A stream of version 15. */
const stream = (hex) => Buffer.from('ff0f' + hex.replace(/ /g, ''), 'hex');

const hostile = {
  'long array': '41ffffffff0f',
  'long one-byte string': '22ffffffff0f',
  'long two-byte string': '63feffffff0f',
  'long UTF-8 string': '53ffffff7f',
  'long BigInt': '5afeffffff0f',
  'long boxed BigInt': '7afeffffff0f',
  'long buffer': '42ffffffff0f',
  'long resizable buffer': '7effffffff0fffffffff0f',
  'long view of Node.js': '5c01ffffffff0f',
  'number of more than 32 bits': '49ffffffff1f',
  'reference to nothing': '5e00',
  'reference far away': '4101 5effffffff0f 240001',
  'reference to an error that is not whole': '72 63 5e00 2e',
  'nothing': '',
  'two values': '3030',
  'transferred buffer': '7400',
  'shared buffer': '7500',
  'property twice': '6f 220161 30 220161 30 7b02',
  'property twice, as number and as text': '6f 4902 30 220131 30 7b02',
  'wrong number of properties': '6f 220161 30 7b02',
  'object as a name': '6f 6f7b00 30 7b01',
  'fraction as a name': '6f 4e000000000000e03f 30 7b01',
  'length as an element': '6101 22066c656e677468 30 400101',
  'odd two-byte string': '6303 616161',
  'map without a value': '3b 30 3a01',
  'view beyond its buffer': '4201 00 56 42 01 01 00',
  'view that is not aligned': '4204 00000000 56 57 01 02 00',
  'tracking view of a fixed buffer': '4204 00000000 56 42 00 04 01',
  'buffer larger than it may be': '7e04 02 00000000',
  'endless expression': '52 2203282829 00',
};

for (const [name, hex] of Object.entries(hostile)) {
  test('hostile: ' + name, () => {
    const before = process.memoryUsage();
    assert.throws(() => decode(stream(hex)),
      {name: 'DataCloneError', message: /^Unable to deserialize cloned data/});
    const after = process.memoryUsage();
    assert.ok(after.rss - before.rss < 100e6, 'memory was taken for what is not there');
  });
}

for (const level of ['4101', '6f220161', '3b', '27', '7263', '6101 4900']) {
  test('nesting is limited: ' + level, () => {
    assert.throws(() => decode(stream(level.repeat(5000))),
      {name: 'DataCloneError', message: /nested deeper than 1000 levels/});
  });
}

/** A quarter of a mebibyte of what costs most, within one array. */
for (const piece of ['78', '6f7b00', '3b3a00', '272c00', '4100240000', '6100400000', '722e', '2200',
  '5a00', '7a00', '5c0100', '4200', '42005642000000', '4e000000000000f07f', '5e00', '3f0030',
  '440000000000000000', '6f220161307b01', '52220000', '73220161', '61ffffffff0f4000ffffffff0f']) {
  test('memory is bounded by the input: ' + piece, () => {
    const count = Math.floor(2 ** 18 / (piece.length / 2));
    const length = [];
    for (let rest = count; ; rest = Math.floor(rest / 128)) {
      length.push(rest > 0x7F ? (rest % 128) | 0x80 : rest);
      if (rest <= 0x7F) break;
    }
    const used = () => {
      const {heapUsed, external} = process.memoryUsage();
      return heapUsed + external;
    };
    const input = Buffer.concat([stream('41'), Buffer.from(length),
      Buffer.from(piece.repeat(count), 'hex'), Buffer.from('2400', 'hex'), Buffer.from(length)]);
    const before = used();
    const value = decode(input);
    const taken = used() - before;
    assert.strictEqual(value.length, count);
    assert.ok(taken < 300 * input.length, taken + ' bytes for ' + input.length);
  });
}
