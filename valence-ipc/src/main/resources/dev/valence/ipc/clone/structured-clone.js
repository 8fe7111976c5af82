// Structured clone in V8's wire format, for pages: what Valence's StructuredClone reads and writes.
// Writes version 15 with V8's own form of views, reads 13 to 15 with both forms. Depends on nothing.
// A class of the page becomes its own enumerable properties; functions, symbols, promises, weak
// collections and objects of the platform throw a DataCloneError, and nothing is written then.
// A Proxy cannot be told from what it stands for, and is read like it.
const valenceStructuredClone = (() => {
  'use strict';

  const VERSION = 15;
  const OLDEST_VERSION = 13;
  const MAX_DEPTH = 1000;
  const MAX_INDEX = 0xFFFFFFFE;
  const FLAGS = 'gimyus?dv';
  const VIEW_TRACKS_LENGTH = 1;
  const VIEW_OF_RESIZABLE = 2;

  // Of each view V8's letter and the index of Node.js.
  const VIEWS = [
    ['b', 0, 'Int8Array'], ['B', 1, 'Uint8Array'], ['C', 2, 'Uint8ClampedArray'],
    ['w', 3, 'Int16Array'], ['W', 4, 'Uint16Array'], ['d', 5, 'Int32Array'],
    ['D', 6, 'Uint32Array'], ['f', 7, 'Float32Array'], ['F', 8, 'Float64Array'],
    ['?', 9, 'DataView'], ['q', 11, 'BigInt64Array'], ['Q', 12, 'BigUint64Array'],
    ['h', 13, 'Float16Array'],
  ].filter(([, , name]) => name in globalThis)
    .map(([letter, index, name]) => ({letter, index, type: globalThis[name]}));

  const ERRORS = {
    E: EvalError, R: RangeError, F: ReferenceError, S: SyntaxError, T: TypeError, U: URIError,
  };

  const code = (letter) => letter.charCodeAt(0);
  const getter = (object, name) => Object.getOwnPropertyDescriptor(object, name)?.get;
  const nameOfView = getter(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);

  // Each throws for what is no such object, whatever its prototype says.
  const BRANDS = {
    date: Date.prototype.getTime,
    regExp: RegExp.prototype.exec && getter(RegExp.prototype, 'hasIndices'),
    map: getter(Map.prototype, 'size'),
    set: getter(Set.prototype, 'size'),
    buffer: getter(ArrayBuffer.prototype, 'byteLength'),
    boolean: Boolean.prototype.valueOf,
    number: Number.prototype.valueOf,
    string: String.prototype.valueOf,
    bigint: BigInt.prototype.valueOf,
  };

  function brand(object) {
    for (const name in BRANDS) {
      try {
        BRANDS[name].call(object);
        return name;
      } catch (e) {
        // Not of this brand.
      }
    }
    return Object.prototype.toString.call(object) === '[object Error]' ? 'error' : undefined;
  }

  /** Whether an object is made by the platform: something native is among its prototypes. */
  function isOfPlatform(object) {
    for (let at = Object.getPrototypeOf(object); at; at = Object.getPrototypeOf(at)) {
      const maker = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
      const native = typeof maker === 'function'
        && /\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(maker));
      if (native && Object.getPrototypeOf(at) !== null) {
        return true;
      }
    }
    return false;
  }

  const refuse = (message) => new DOMException(message, 'DataCloneError');
  const notCloneable = () => refuse('An object could not be cloned.');

  function arrayIndex(name) {
    const index = Number(name);
    return String(index) === name && Number.isInteger(index) && index >= 0 && index <= MAX_INDEX
      ? index : -1;
  }

  class Writer {
    bytes = new Uint8Array(256);
    size = 0;
    ids = new Map();
    nextId = 0;

    reserve(count) {
      if (this.size + count > this.bytes.length) {
        const grown = new Uint8Array(Math.max(this.size + count, 2 * this.bytes.length));
        grown.set(this.bytes.subarray(0, this.size));
        this.bytes = grown;
      }
    }

    byte(value) {
      this.reserve(1);
      this.bytes[this.size++] = value;
    }

    tag(letter) {
      this.byte(code(letter));
    }

    varint(value) {
      for (; value > 0x7F; value = Math.floor(value / 128)) {
        this.byte((value & 0x7F) | 0x80);
      }
      this.byte(value);
    }

    double(value) {
      this.reserve(8);
      new DataView(this.bytes.buffer).setFloat64(this.size, value, true);
      this.size += 8;
    }

    raw(bytes) {
      this.reserve(bytes.length);
      this.bytes.set(bytes, this.size);
      this.size += bytes.length;
    }

    number(value) {
      if ((value | 0) === value && !Object.is(value, -0)) {
        this.tag('I');
        this.varint(((value << 1) ^ (value >> 31)) >>> 0);
      } else {
        this.tag('N');
        this.double(value);
      }
    }

    string(text) {
      const before = this.size;
      const length = text.length;
      this.tag('"');
      this.varint(length);
      this.reserve(length);
      for (let i = 0; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > 0xFF) {
          this.size = before;
          this.twoByteString(text);
          return;
        }
        this.bytes[this.size++] = unit;
      }
    }

    twoByteString(text) {
      const byteLength = 2 * text.length;
      let lengthOfLength = 1;
      for (let rest = byteLength; rest > 0x7F; rest = Math.floor(rest / 128)) {
        lengthOfLength++;
      }
      if ((this.size + 1 + lengthOfLength) % 2 !== 0) {
        this.byte(0);
      }
      this.tag('c');
      this.varint(byteLength);
      this.reserve(byteLength);
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        this.bytes[this.size++] = unit & 0xFF;
        this.bytes[this.size++] = unit >> 8;
      }
    }

    bigint(value) {
      const digits = (value < 0n ? -value : value).toString(16);
      const byteLength = value === 0n ? 0 : Math.ceil(digits.length / 16) * 8;
      this.varint(byteLength * 2 + (value < 0n ? 1 : 0));
      const padded = digits.padStart(2 * byteLength, '0');
      for (let i = 2 * byteLength - 2; i >= 0; i -= 2) {
        this.byte(parseInt(padded.slice(i, i + 2), 16));
      }
    }

    value(value, depth) {
      switch (typeof value) {
        case 'undefined': return this.tag('_');
        case 'boolean': return this.tag(value ? 'T' : 'F');
        case 'number': return this.number(value);
        case 'string': return this.string(value);
        case 'bigint':
          this.tag('Z');
          return this.bigint(value);
        case 'object':
          return value === null ? this.tag('0') : this.object(value, depth);
        default:
          throw notCloneable();
      }
    }

    /** Writes a reference when the object was written before; otherwise takes an id for it. */
    isKnown(object) {
      const id = this.ids.get(object);
      if (id === undefined) {
        this.ids.set(object, this.nextId++);
        return false;
      }
      this.tag('^');
      this.varint(id);
      return true;
    }

    object(object, depth) {
      if (ArrayBuffer.isView(object)) {
        return this.view(object);
      }
      if (this.isKnown(object)) {
        return;
      }
      if (depth >= MAX_DEPTH) {
        throw notCloneable();
      }
      if (Array.isArray(object)) {
        return this.array(object, depth);
      }
      const prototype = Object.getPrototypeOf(object);
      const kind = prototype === Object.prototype || prototype === null ? undefined : brand(object);
      if (kind !== undefined) {
        return this[kind + 'Object'](object, depth);
      }
      if (isOfPlatform(object)) {
        throw notCloneable();
      }
      this.tag('o');
      const count = this.properties(object, Object.keys(object), depth);
      this.tag('{');
      this.varint(count);
    }

    properties(object, keys, depth) {
      let count = 0;
      for (const key of keys) {
        // A getter may have taken it away meanwhile.
        if (!Object.hasOwn(object, key)) {
          continue;
        }
        const index = arrayIndex(key);
        if (index >= 0) {
          this.number(index);
        } else {
          this.string(key);
        }
        this.value(object[key], depth + 1);
        count++;
      }
      return count;
    }

    array(array, depth) {
      const length = array.length;
      const keys = Object.keys(array);
      // Indices come first and in order, so the last one tells whether all are there.
      const dense = length === 0 || keys[length - 1] === String(length - 1);
      this.tag(dense ? 'A' : 'a');
      this.varint(length);
      if (dense) {
        for (let i = 0; i < length; i++) {
          this.value(array[i], depth + 1);
        }
      }
      const count = this.properties(array, dense ? keys.slice(length) : keys, depth);
      this.tag(dense ? '$' : '@');
      this.varint(count);
      this.varint(length);
    }

    dateObject(date) {
      this.tag('D');
      this.double(BRANDS.date.call(date));
    }

    regExpObject(expression) {
      this.tag('R');
      this.string(expression.source);
      let bits = 0;
      for (const flag of expression.flags) {
        bits |= 1 << FLAGS.indexOf(flag);
      }
      this.varint(bits);
    }

    mapObject(map, depth) {
      const entries = [...Map.prototype.entries.call(map)];
      this.tag(';');
      for (const [key, value] of entries) {
        this.value(key, depth + 1);
        this.value(value, depth + 1);
      }
      this.tag(':');
      this.varint(2 * entries.length);
    }

    setObject(set, depth) {
      const values = [...Set.prototype.values.call(set)];
      this.tag('\'');
      for (const value of values) {
        this.value(value, depth + 1);
      }
      this.tag(',');
      this.varint(values.length);
    }

    booleanObject(boxed) {
      this.tag(BRANDS.boolean.call(boxed) ? 'y' : 'x');
    }

    numberObject(boxed) {
      this.tag('n');
      this.double(BRANDS.number.call(boxed));
    }

    stringObject(boxed) {
      this.tag('s');
      this.string(BRANDS.string.call(boxed));
    }

    bigintObject(boxed) {
      this.tag('z');
      this.bigint(BRANDS.bigint.call(boxed));
    }

    bufferObject(buffer) {
      if (buffer.detached) {
        throw notCloneable();
      }
      this.tag(buffer.resizable ? '~' : 'B');
      this.varint(buffer.byteLength);
      if (buffer.resizable) {
        this.varint(buffer.maxByteLength);
      }
      this.raw(new Uint8Array(buffer));
    }

    errorObject(error, depth) {
      this.tag('r');
      const name = String(error.name);
      for (const letter in ERRORS) {
        if (ERRORS[letter].name === name) {
          this.tag(letter);
        }
      }
      const own = (property) => Object.getOwnPropertyDescriptor(error, property);
      const message = own('message');
      if (message && 'value' in message) {
        this.tag('m');
        this.string(String(message.value));
      }
      const cause = own('cause');
      if (cause && 'value' in cause) {
        this.tag('c');
        this.value(cause.value, depth + 1);
      }
      if (typeof error.stack === 'string') {
        this.tag('s');
        this.string(error.stack);
      }
      this.tag('.');
    }

    view(view) {
      if (this.ids.has(view)) {
        this.isKnown(view);
        return;
      }
      const name = view instanceof DataView ? 'DataView' : nameOfView.call(view) ?? 'DataView';
      const entry = VIEWS.find(({type}) => type.name === name);
      let buffer = view.buffer;
      let offset = view.byteOffset;
      if (buffer instanceof ArrayBuffer === false && brand(buffer) !== 'buffer') {
        // A view of shared memory.
        throw notCloneable();
      }
      if (typeof Buffer === 'function' && view instanceof Buffer) {
        // It shows a part of a pool that is nobody else's business.
        buffer = buffer.slice(offset, offset + view.byteLength);
        offset = 0;
      }
      if (!this.isKnown(buffer)) {
        this.bufferObject(buffer);
      }
      this.ids.set(view, this.nextId++);
      this.tag('V');
      this.tag(entry.letter);
      this.varint(offset);
      this.varint(view.byteLength);
      this.varint((tracksLength(view) ? VIEW_TRACKS_LENGTH : 0)
        | (buffer.resizable ? VIEW_OF_RESIZABLE : 0));
    }
  }

  /** Whether a view follows its buffer: nothing tells, so the buffer grows for a moment. */
  function tracksLength(view) {
    const {buffer, byteLength: before} = view;
    const length = buffer.byteLength;
    const size = view.BYTES_PER_ELEMENT ?? 1;
    if (!buffer.resizable || length + size > buffer.maxByteLength
        || view.byteOffset + before + size <= length) {
      return false;
    }
    buffer.resize(length + size);
    const tracks = view.byteLength !== before;
    buffer.resize(length);
    return tracks;
  }

  /** Some engines refuse such a view where the buffer has a ragged end, so that is cut meanwhile. */
  function trackingView(type, buffer, offset) {
    const length = buffer.byteLength;
    const ragged = offset <= length ? (length - offset) % (type.BYTES_PER_ELEMENT ?? 1) : 0;
    if (ragged === 0) {
      return new type(buffer, offset);
    }
    const end = buffer.slice(length - ragged);
    buffer.resize(length - ragged);
    const view = new type(buffer, offset);
    buffer.resize(length);
    new Uint8Array(buffer).set(new Uint8Array(end), length - ragged);
    return view;
  }

  class Reader {
    position = 0;
    objects = [];

    constructor(bytes, start, viewFlags) {
      // A subclass, such as Node's Buffer, may slice without copying.
      this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.position = start;
      this.viewFlags = viewFlags;
    }

    fail(detail) {
      return refuse(`Unable to deserialize cloned data. (${detail} at byte ${this.position})`);
    }

    byte() {
      if (this.position >= this.bytes.length) {
        throw this.fail('the data ends too early');
      }
      return this.bytes[this.position++];
    }

    peek() {
      while (this.bytes[this.position] === 0) {
        this.position++;
      }
      return this.bytes[this.position];
    }

    ends(letter) {
      if (this.peek() !== code(letter)) {
        return false;
      }
      this.position++;
      return true;
    }

    tag() {
      this.peek();
      return String.fromCharCode(this.byte());
    }

    varint() {
      let value = 0;
      for (let shift = 0; shift < 35; shift += 7) {
        const next = this.byte();
        value += (next & 0x7F) * 2 ** shift;
        if (next < 0x80 && value <= 0xFFFFFFFF) {
          return value;
        }
        if (next < 0x80) {
          break;
        }
      }
      throw this.fail('a number has more than 32 bits');
    }

    skip(length) {
      if (length > this.bytes.length - this.position) {
        throw this.fail('a length beyond the end');
      }
      this.position += length;
      return this.position - length;
    }

    raw(length) {
      const at = this.skip(length);
      return this.bytes.slice(at, at + length);
    }

    zigZag() {
      const value = this.varint();
      return (value >>> 1) ^ -(value & 1);
    }

    double() {
      return this.data.getFloat64(this.skip(8), true);
    }

    units(length, size) {
      const at = this.skip(length);
      let text = '';
      let part = [];
      for (let i = 0; i < length; i += size) {
        part.push(size === 1 ? this.bytes[at + i] : this.data.getUint16(at + i, true));
        if (part.length === 8192) {
          text += String.fromCharCode(...part);
          part = [];
        }
      }
      return text + String.fromCharCode(...part);
    }

    stringOf(tag) {
      const length = this.varint();
      switch (tag) {
        case '"': return this.units(length, 1);
        case 'S': return new TextDecoder('utf-8', {ignoreBOM: true}).decode(this.raw(length));
        default:
          if (length % 2 !== 0) {
            throw this.fail('a two-byte string of odd length');
          }
          return this.units(length, 2);
      }
    }

    string() {
      const tag = this.tag();
      if (!'"cS'.includes(tag)) {
        throw this.fail('no string where one must be');
      }
      return this.stringOf(tag);
    }

    bigint() {
      const bits = this.varint();
      const bytes = this.raw(Math.floor(bits / 2));
      let digits = '';
      for (let i = bytes.length - 1; i >= 0; i--) {
        digits += bytes[i].toString(16).padStart(2, '0');
      }
      try {
        const magnitude = BigInt('0x0' + digits);
        return bits % 2 ? -magnitude : magnitude;
      } catch (e) {
        throw this.fail('a BigInt that is too large');
      }
    }

    /** The whole of the data. */
    all() {
      const value = this.value(0);
      if (this.peek() !== undefined) {
        throw this.fail('more data behind the value');
      }
      return value;
    }

    value(depth) {
      const value = this.tagged(depth);
      const isBuffer = typeof value === 'object' && value instanceof ArrayBuffer;
      return isBuffer && this.ends('V') ? this.view(value) : value;
    }

    added(object) {
      this.objects.push(object);
      return object;
    }

    tagged(depth) {
      const tag = this.tag();
      switch (tag) {
        case '?':
          this.varint();
          return this.tagged(depth);
        case '_': return undefined;
        case '0': return null;
        case 'T': return true;
        case 'F': return false;
        case 'I': return this.zigZag();
        case 'U': return this.varint();
        case 'N': return this.double();
        case 'Z': return this.bigint();
        case '"': case 'c': case 'S': return this.stringOf(tag);
        case '^': return this.referred();
        case 'D': return this.added(new Date(this.double()));
        case 'y': return this.added(Object(true));
        case 'x': return this.added(Object(false));
        case 'n': return this.added(Object(this.double()));
        case 'z': return this.added(Object(this.bigint()));
        case 's': return this.added(Object(this.string()));
        case 'R': return this.added(this.regExp());
        case 'B': return this.added(this.raw(this.varint()).buffer);
        case '~': return this.added(this.resizable());
        case '\\': return this.added(this.nodeView());
      }
      if (depth >= MAX_DEPTH) {
        throw this.fail(`nested deeper than ${MAX_DEPTH} levels`);
      }
      switch (tag) {
        case 'o': return this.object(depth);
        case 'A': return this.array(depth, true);
        case 'a': return this.array(depth, false);
        case ';': return this.map(depth);
        case '\'': return this.set(depth);
        case 'r': return this.error(depth);
        default: throw this.fail('the unknown tag ' + JSON.stringify(tag));
      }
    }

    referred() {
      const object = this.objects[this.varint()];
      if (object === undefined) {
        throw this.fail('a reference to an object that is not there');
      }
      return object;
    }

    expect(count) {
      if (this.varint() !== count) {
        throw this.fail('an end that tells another number');
      }
    }

    /** Properties up to an end; defined, not set: "__proto__" is a name like others. */
    properties(object, end, depth) {
      let count = 0;
      for (; !this.ends(end); count++) {
        const tag = this.tag();
        if (!'"cSINU'.includes(tag)) {
          throw this.fail('no property name');
        }
        const key = tag === 'I' ? this.zigZag() : tag === 'U' ? this.varint()
          : tag === 'N' ? this.double() : this.stringOf(tag);
        if (typeof key === 'number' && !Number.isSafeInteger(key)) {
          throw this.fail('a property name is a fraction');
        }
        const value = this.value(depth + 1);
        if (Object.hasOwn(object, key)) {
          throw this.fail('a property appears twice');
        }
        Object.defineProperty(object, key,
          {value, writable: true, enumerable: true, configurable: true});
      }
      return count;
    }

    object(depth) {
      const object = this.added({});
      this.expect(this.properties(object, '{', depth));
      return object;
    }

    array(depth, dense) {
      const length = this.varint();
      if (dense && length > this.bytes.length - this.position) {
        throw this.fail('an array longer than the data');
      }
      const array = this.added([]);
      if (dense) {
        for (let i = 0; i < length; i++) {
          if (!this.ends('-')) {
            array[i] = this.value(depth + 1);
          }
        }
      }
      array.length = length;
      this.expect(this.properties(array, dense ? '$' : '@', depth));
      this.expect(length);
      return array;
    }

    map(depth) {
      const map = this.added(new Map());
      let count = 0;
      for (; !this.ends(':'); count += 2) {
        const key = this.value(depth + 1);
        map.set(key, this.value(depth + 1));
      }
      this.expect(count);
      return map;
    }

    set(depth) {
      const set = this.added(new Set());
      let count = 0;
      for (; !this.ends(','); count++) {
        set.add(this.value(depth + 1));
      }
      this.expect(count);
      return set;
    }

    regExp() {
      const source = this.string();
      const bits = this.varint();
      let flags = '';
      for (let i = 0; i < FLAGS.length; i++) {
        flags += bits & (1 << i) ? FLAGS[i] : '';
      }
      try {
        if (bits >= 1 << FLAGS.length) {
          throw new SyntaxError();
        }
        return new RegExp(source, flags);
      } catch (e) {
        throw this.fail('no regular expression');
      }
    }

    resizable() {
      const length = this.varint();
      const maxByteLength = this.varint();
      const bytes = this.raw(length);
      try {
        const buffer = new ArrayBuffer(length, {maxByteLength});
        new Uint8Array(buffer).set(bytes);
        return buffer;
      } catch (e) {
        throw this.fail('a buffer that cannot be made');
      }
    }

    view(buffer) {
      const letter = String.fromCharCode(this.byte());
      const offset = this.varint();
      const length = this.varint();
      const flags = this.viewFlags ? this.varint() : 0;
      const entry = VIEWS.find((view) => view.letter === letter);
      const tracks = flags & VIEW_TRACKS_LENGTH;
      const resizable = Boolean(flags & VIEW_OF_RESIZABLE);
      if (!entry || flags > 3 || resizable !== Boolean(buffer.resizable) || (tracks && !resizable)) {
        throw this.fail('a view that does not fit its buffer');
      }
      try {
        const count = length / (entry.type.BYTES_PER_ELEMENT ?? 1);
        if (!Number.isInteger(count)) {
          throw new RangeError();
        }
        return this.added(tracks
          ? trackingView(entry.type, buffer, offset) : new entry.type(buffer, offset, count));
      } catch (e) {
        throw this.fail('a view that does not fit its buffer');
      }
    }

    nodeView() {
      const index = this.varint();
      const bytes = this.raw(this.varint());
      const entry = VIEWS.find((view) => view.index === (index === 10 ? 1 : index));
      if (!entry || bytes.length % (entry.type.BYTES_PER_ELEMENT ?? 1) !== 0) {
        throw this.fail('a host object that is no view of Node.js');
      }
      return new entry.type(bytes.buffer);
    }

    error(depth) {
      const id = this.objects.push(undefined) - 1;
      let type = Error;
      let message;
      let options;
      let stack;
      for (let part = this.byte(); part !== code('.'); part = this.byte()) {
        const letter = String.fromCharCode(part);
        if (Object.hasOwn(ERRORS, letter)) {
          type = ERRORS[letter];
        } else if (letter === 'm') {
          message = this.string();
        } else if (letter === 's') {
          stack = this.string();
        } else if (letter === 'c') {
          options = {cause: this.value(depth + 1)};
        } else {
          throw this.fail('an unknown part of an error');
        }
      }
      const error = new type(message, options);
      Object.defineProperty(error, 'stack',
        {value: stack, writable: true, enumerable: false, configurable: true});
      this.objects[id] = error;
      return error;
    }
  }

  return {
    /** The bytes of a value. */
    encode(value) {
      const writer = new Writer();
      writer.byte(0xFF);
      writer.varint(VERSION);
      writer.value(value, 0);
      return writer.bytes.slice(0, writer.size);
    },

    /** The value that bytes are. */
    decode(bytes) {
      const header = new Reader(bytes, 0, true);
      const version = bytes[0] === 0xFF && bytes.length > 1 ? (header.byte(), header.varint()) : 0;
      if (version < OLDEST_VERSION || version > VERSION) {
        throw refuse(
          'Unable to deserialize cloned data due to invalid or unsupported version.');
      }
      try {
        return new Reader(bytes, header.position, version > 13).all();
      } catch (e) {
        if (version > 13) {
          throw e;
        }
        // Some data of version 13 has the flags of 14 (crbug.com/1284506).
        return new Reader(bytes, header.position, true).all();
      }
    },
  };
})();

if (typeof module === 'object' && module !== null) {
  module.exports = valenceStructuredClone;
}
