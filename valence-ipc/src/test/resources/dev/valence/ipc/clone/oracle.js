'use strict';
// Answers batches on its pipes: a count, and that many requests, each an operation and bytes with
// their length. All answers of a batch are written when it is over: pipes have little room.

const v8 = require('node:v8');
const {describe} = require('./describe.js');
const {encode, decode} = require(process.argv[2]);

// Stacks take most of the time: the JavaScript half asks by exceptions what an object is.
Error.stackTraceLimit = 0;

/** V8's own form, without Node's host objects. */
function serializePlain(value) {
  const serializer = new v8.Serializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

const OPERATIONS = {
  // Bytes with V8's views: what they are, and both of Node's forms of that.
  p(bytes) {
    const value = v8.deserialize(bytes);
    return [describe(value, false), serializePlain(value), v8.serialize(value)];
  },
  // Bytes with Node's views: what they are, but for buffers.
  n(bytes) {
    return [describe(v8.deserialize(bytes), true)];
  },
  // Bytes for the JavaScript half: what it reads, and what V8 reads of what it writes.
  j(bytes) {
    const value = decode(bytes);
    return [describe(value, false), describe(v8.deserialize(encode(value)), false)];
  },
  // An expression: what it is with and without buffers, and both forms.
  e(bytes) {
    const value = (0, eval)('(' + bytes.toString() + ')');
    const plain = serializePlain(value);
    const node = v8.serialize(value);
    return [describe(v8.deserialize(plain), false), plain, describe(v8.deserialize(node), true), node];
  },
};

function answer(request) {
  const bytes = request.subarray(1);
  try {
    return OPERATIONS[String.fromCharCode(request[0])](bytes);
  } catch (e) {
    return ['failed: ' + (e.stack || e)];
  }
}

function frame(part) {
  const bytes = Buffer.from(part);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length);
  return [head, bytes];
}

let chunks = [];
let have = 0;

process.stdin.on('data', (chunk) => {
  chunks.push(chunk);
  have += chunk.length;
  const first = chunks[0].length < 4 ? Buffer.concat(chunks) : chunks[0];
  if (have < 4 || have < 4 + first.readUInt32BE(0)) {
    return;
  }
  const all = Buffer.concat(chunks);
  const batch = all.subarray(4, 4 + all.readUInt32BE(0));
  chunks = [];
  have = 0;
  const out = [];
  for (let at = 0; at < batch.length;) {
    const length = batch.readUInt32BE(at);
    const parts = answer(batch.subarray(at + 4, at + 4 + length));
    out.push(Buffer.from([parts.length]), ...parts.flatMap(frame));
    at += 4 + length;
  }
  process.stdout.write(Buffer.concat(out));
});
