// The frames of Valence's IPC, as docs/ipc-protocol.md lists them: bytes of frames and back. A frame
// here is what stands behind its length: u8 type, fields in network order, payload.
const valenceIpcFrames = (() => {
  'use strict';

  const MAX_TEXT = 65_535;
  const MAX_PORTS = 1_024;

  // Of each type its number and its fields. rest: the payload, which ends the frame.
  const LAYOUTS = {
    hello: [1, {version: 'u32', pid: 'u64', kind: 'u8', secret: 'rest'}],
    welcome: [2, {rendererId: 'u32', maxFrameBytes: 'u32', syncTimeoutMillis: 'u64'}],
    goodbye: [3, {reason: 'text'}],
    send: [4, {senderId: 'u32', channel: 'text', payload: 'rest'}],
    post: [5, {channel: 'text', ports: 'ports', payload: 'rest'}],
    invoke: [6, {callId: 'u32', deadlineMillis: 'u64', channel: 'text', payload: 'rest'}],
    sendSync: [7, {callId: 'u32', channel: 'text', payload: 'rest'}],
    result: [8, {callId: 'u32', payload: 'rest'}],
    failure: [9, {callId: 'u32', text: 'text', payload: 'rest'}],
    cancel: [10, {callId: 'u32'}],
    progress: [11, {callId: 'u32', payload: 'rest'}],
    toHost: [12, {senderId: 'u32', channel: 'text', payload: 'rest'}],
    sendTo: [13, {rendererId: 'u32', channel: 'text', payload: 'rest'}],
    portOpen: [16, {port: 'u64', peer: 'u64'}],
    portMessage: [17, {port: 'u64', seq: 'u64', ports: 'ports', payload: 'rest'}],
    portConsumed: [18, {port: 'u64', seq: 'u64'}],
    portClose: [19, {port: 'u64'}],
  };
  const NAMES = new Map(Object.entries(LAYOUTS).map(([name, [number]]) => [number, name]));

  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

  /** Text for people may be cut; a name must not become another one. */
  function utf8(text, type) {
    let bytes = encoder.encode(text);
    if (bytes.length > MAX_TEXT) {
      if (type !== 'failure' && type !== 'goodbye') {
        throw new RangeError(`A name of ${bytes.length} bytes; the limit is ${MAX_TEXT}`);
      }
      bytes = encoder.encode(text.slice(0, Math.floor(MAX_TEXT / 3) - 1) + '…');
    }
    return bytes;
  }

  /** How long each kind of field is, and how it is written and read. */
  const FIELDS = {
    u8: {
      length: () => 1,
      write: (out, value) => out.view.setUint8(out.at, value),
      read: (from) => from.view.getUint8(from.take(1)),
    },
    u32: {
      length: () => 4,
      write: (out, value) => out.view.setUint32(out.at, value),
      read: (from) => from.view.getUint32(from.take(4)),
    },
    u64: {
      length: () => 8,
      write: (out, value) => out.view.setBigUint64(out.at, BigInt(value)),
      read: (from) => from.view.getBigUint64(from.take(8)),
    },
    text: {
      length: (value) => 2 + value.length,
      write: (out, value) => {
        out.view.setUint16(out.at, value.length);
        out.bytes.set(value, out.at + 2);
      },
      read: (from) => {
        const length = from.view.getUint16(from.take(2));
        const start = from.take(length);
        return decoder.decode(from.bytes.subarray(start, start + length));
      },
    },
    ports: {
      length: (value) => 2 + 16 * value.length,
      write: (out, value) => {
        out.view.setUint16(out.at, value.length);
        value.forEach(({id, consumed}, index) => {
          out.view.setBigUint64(out.at + 2 + 16 * index, id);
          out.view.setBigUint64(out.at + 10 + 16 * index, consumed);
        });
      },
      read: (from) => {
        const count = from.view.getUint16(from.take(2));
        if (count > MAX_PORTS) {
          throw new RangeError(`${count} ports in one message; the limit is ${MAX_PORTS}`);
        }
        return Array.from({length: count}, () => ({
          id: FIELDS.u64.read(from), consumed: FIELDS.u64.read(from),
        }));
      },
    },
    rest: {
      length: (value) => value.length,
      write: (out, value) => out.bytes.set(value, out.at),
      read: (from) => from.bytes.slice(from.take(from.bytes.length - from.at)),
    },
  };

  class Source {
    constructor(bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.at = 0;
    }

    take(count) {
      const start = this.at;
      if (start + count > this.bytes.length) {
        throw new RangeError(`A frame ends ${start + count - this.bytes.length} bytes too early`);
      }
      this.at = start + count;
      return start;
    }
  }

  return {
    VERSION: 1,
    NODE: 1,
    MAX_PORTS,

    /** The bytes of a frame without its length. */
    encode(type, values) {
      const [number, layout] = LAYOUTS[type];
      const ready = Object.entries(layout).map(([name, kind]) =>
        [FIELDS[kind], kind === 'text' ? utf8(values[name], type) : values[name]]);
      const bytes = new Uint8Array(ready.reduce((sum, [kind, value]) => sum + kind.length(value), 1));
      const out = {bytes, view: new DataView(bytes.buffer), at: 1};
      bytes[0] = number;
      for (const [kind, value] of ready) {
        kind.write(out, value);
        out.at += kind.length(value);
      }
      return bytes;
    },

    /** The frame that bytes without their length are: {type, …fields}. Throws for what is none. */
    decode(bytes) {
      const type = NAMES.get(bytes[0]);
      if (type === undefined) {
        throw new RangeError(`No frame has the type ${bytes[0]}`);
      }
      const source = new Source(bytes);
      source.take(1);
      const frame = {type};
      for (const [name, kind] of Object.entries(LAYOUTS[type][1])) {
        frame[name] = FIELDS[kind].read(source);
      }
      if (source.at < bytes.length) {
        throw new RangeError(`${bytes.length - source.at} bytes too many in a frame ${type}`);
      }
      return frame;
    },
  };
})();
