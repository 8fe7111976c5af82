'use strict';
// A value as text that shows all that structured clone keeps. The same as Describe.java.

const VIEWS = ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array',
  'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
  'DataView'];

function text(value) {
  return '"' + value.replace(/[^A-Za-z0-9 ]/g,
    (unit) => '\\' + unit.charCodeAt(0).toString(16).padStart(4, '0')) + '"';
}

const double = new DataView(new ArrayBuffer(8));

function number(value) {
  double.setFloat64(0, value);
  return Number.isNaN(value) ? 'NaN' : double.getBigUint64(0).toString(16);
}

const hex = (bytes) => Buffer.from(bytes).toString('hex');

function tracksLength(view) {
  const buffer = view.buffer;
  if (!buffer.resizable) {
    return false;
  }
  const length = buffer.byteLength;
  const before = view.byteLength;
  buffer.resize(buffer.maxByteLength);
  const tracks = view.byteLength !== before;
  buffer.resize(length);
  return tracks;
}

/** @param byContent whether views are their bytes, without the buffer they are of */
exports.describe = function describe(root, byContent) {
  const seen = new Map();
  const properties = (value, keys) => keys.map((k) => text(k) + '=' + one(value[k])).join(',');

  function one(value) {
    switch (typeof value) {
      case 'undefined': return 'undefined';
      case 'boolean': return String(value);
      case 'number': return number(value);
      case 'bigint': return value.toString(16) + 'n';
      case 'string': return text(value);
    }
    if (value === null) {
      return 'null';
    }
    if (seen.has(value)) {
      return '#' + seen.get(value);
    }
    seen.set(value, seen.size);
    return object(value);
  }

  function object(value) {
    if (value instanceof Date) return 'Date ' + number(value.getTime());
    if (value instanceof RegExp) return 'RegExp ' + text(value.source) + value.flags;
    if (value instanceof Map) {
      return 'Map{' + [...value].map(([k, v]) => one(k) + '>' + one(v)).join(',') + '}';
    }
    if (value instanceof Set) return 'Set{' + [...value].map(one).join(',') + '}';
    if (value instanceof ArrayBuffer) {
      return 'Buffer ' + (value.resizable ? value.maxByteLength + ' ' : '') + hex(value);
    }
    if (ArrayBuffer.isView(value)) return view(value);
    if (value instanceof Error) return error(value);
    if (value instanceof Boolean || value instanceof Number || value instanceof String) {
      return 'Boxed ' + one(value.valueOf());
    }
    if (Object.prototype.toString.call(value) === '[object BigInt]') {
      return 'Boxed ' + one(value.valueOf());
    }
    if (Array.isArray(value)) {
      return 'Array ' + value.length + '[' + properties(value, Object.keys(value)) + ']';
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) {
      throw new Error('Unexpected: ' + Object.prototype.toString.call(value));
    }
    return '{' + properties(value, Object.keys(value)) + '}';
  }

  function view(value) {
    const kind = VIEWS.find((name) => value instanceof globalThis[name]);
    if (byContent) {
      return kind + ' ' + hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    }
    return kind + ' ' + value.byteOffset + ' ' + value.byteLength
      + (tracksLength(value) ? ' tracks ' : ' ') + one(value.buffer);
  }

  function error(value) {
    return Object.getPrototypeOf(value).name
      + (Object.hasOwn(value, 'message') ? ' message ' + text(value.message) : '')
      + (typeof value.stack === 'string' ? ' stack ' + text(value.stack) : '')
      + (Object.hasOwn(value, 'cause') ? ' cause ' + one(value.cause) : '') + ';';
  }

  return one(root);
};
