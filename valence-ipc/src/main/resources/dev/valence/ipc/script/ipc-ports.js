// Message ports of a process that is not the hub: its ends of channels, and what it tells the hub of
// them. Ports may travel any number of times; the hub keeps a message until its port has told that
// a listener saw it, and sends what was not seen to wherever the port has gone.
const valenceIpcPorts = (() => {
  'use strict';

  const CLOSED_ID = 0n;
  const TELL_MESSAGES = 64;
  const TELL_BYTES = 64 << 10;
  const internals = new WeakMap();

  class PortMessageEvent extends Event {
    constructor(data, ports) {
      super('message');
      this.data = data;
      this.ports = Object.freeze(ports);
    }
  }

  /** One end of a channel, as the DOM's MessagePort: setting onmessage starts it. */
  class IpcMessagePort extends EventTarget {
    #handlers = {};

    postMessage(message, transfer = []) {
      internals.get(this).post(message, Array.isArray(transfer) ? transfer : transfer?.transfer ?? []);
    }

    start() {
      internals.get(this).start();
    }

    close() {
      internals.get(this).close();
    }

    get onmessage() {
      return this.#handlers.message ?? null;
    }

    set onmessage(handler) {
      this.#set('message', handler);
      this.start();
    }

    get onclose() {
      return this.#handlers.close ?? null;
    }

    set onclose(handler) {
      this.#set('close', handler);
    }

    #set(type, handler) {
      if (this.#handlers[type]) {
        this.removeEventListener(type, this.#handlers[type]);
      }
      this.#handlers[type] = handler;
      if (handler) {
        this.addEventListener(type, handler);
      }
    }
  }

  /** What is behind a port: paused, started, closed or neutered. */
  class End {
    constructor(node, id, state) {
      this.node = node;
      this.id = id;
      this.state = state;
      this.waiting = [];
      this.seen = 0n;
      this.untold = 0;
      this.untoldBytes = 0;
      this.otherEndGone = false;
      this.port = new IpcMessagePort();
      internals.set(this.port, this);
    }

    post(message, transfer) {
      if (this.state === 'neutered') {
        return;
      }
      const payload = this.node.clone.encode(message);
      const ends = this.node.checked(transfer, this);
      const ports = ends.map((end) => end.release());
      if (this.state === 'closed') {
        this.node.discard(ports);
      } else {
        this.node.send('portMessage', {port: this.id, seq: 0n, ports, payload});
      }
    }

    start() {
      if (this.state !== 'paused') {
        return;
      }
      this.state = 'started';
      this.waiting.forEach(() => this.node.later(() => this.dispatch()));
      if (this.otherEndGone) {
        this.node.later(() => this.end());
      }
    }

    close() {
      if (this.state === 'paused' || this.state === 'started') {
        this.shut('closed');
        this.node.send('portClose', {port: this.id});
        this.node.later(() => this.port.dispatchEvent(new Event('close')));
      }
    }

    release() {
      if (this.state === 'closed') {
        this.state = 'neutered';
        return {id: CLOSED_ID, consumed: 0n};
      }
      this.shut('neutered');
      return {id: this.id, consumed: this.seen};
    }

    shut(state) {
      this.state = state;
      this.waiting = [];
      this.node.ends.delete(this.id);
    }

    arrive(frame) {
      this.waiting.push(frame);
      if (this.state === 'started') {
        this.node.later(() => this.dispatch());
      }
    }

    gone() {
      this.otherEndGone = true;
      if (this.state === 'started' || this.waiting.length === 0) {
        this.node.later(() => this.end());
      }
    }

    dispatch() {
      if (this.state !== 'started' || this.waiting.length === 0) {
        return;
      }
      const frame = this.waiting.shift();
      this.seen = frame.seq;
      const ports = this.node.adopt(frame.ports);
      this.tell(frame);
      let data;
      try {
        data = this.node.clone.decode(frame.payload);
      } catch (error) {
        ports.forEach((port) => port.close());
        this.node.report(error);
        return;
      }
      this.port.dispatchEvent(new PortMessageEvent(data, ports));
    }

    /** At once when ports came along, and else now and then. */
    tell(frame) {
      this.untold++;
      this.untoldBytes += frame.payload.length;
      if (frame.ports.length > 0 || this.untold >= TELL_MESSAGES || this.untoldBytes >= TELL_BYTES) {
        this.untold = 0;
        this.untoldBytes = 0;
        this.node.send('portConsumed', {port: this.id, seq: frame.seq});
      }
    }

    end() {
      if ((this.state === 'paused' || this.state === 'started') && this.waiting.length === 0) {
        this.shut('closed');
        this.node.send('portClose', {port: this.id});
        this.port.dispatchEvent(new Event('close'));
      }
    }
  }

  /** All ports of this process. */
  class PortNode {
    /** A node with the number that the hub gave it. */
    constructor(number, {clone, send, later, report}) {
      Object.assign(this, {clone, send, later, report});
      this.prefix = BigInt(number) << 32n;
      this.opened = 0n;
      this.ends = new Map();
      this.over = false;
    }

    channel() {
      if (this.over) {
        throw new Error('The IPC of this process has ended: no channel is made');
      }
      const port = this.prefix | ++this.opened;
      const peer = this.prefix | ++this.opened;
      this.send('portOpen', {port, peer});
      return {port1: this.arrived(port), port2: this.arrived(peer)};
    }

    arrived(id) {
      const end = new End(this, id, 'paused');
      this.ends.set(id, end);
      return end.port;
    }

    /** The ports that came with something. */
    adopt(refs) {
      return refs.map(({id}) => {
        if (id !== CLOSED_ID && !this.over) {
          return this.arrived(id);
        }
        const {port} = new End(this, CLOSED_ID, 'closed');
        this.later(() => port.dispatchEvent(new Event('close')));
        return port;
      });
    }

    /** The ends of a transfer list, or Electron's errors; nothing is transferred then. */
    checked(transfer, source) {
      const ends = transfer.map((port, index) => {
        const end = typeof port === 'object' && port !== null ? internals.get(port) : undefined;
        if (end?.node !== this) {
          throw new TypeError(
            source ? `Port at index ${index} is not a valid port` : 'Invalid value for transfer');
        }
        return end;
      });
      const own = source ? ends.indexOf(source) : -1;
      if (own >= 0) {
        throw new TypeError(`Port at index ${own} contains the source port.`);
      }
      ends.forEach((end, index) => {
        if (end.state === 'neutered') {
          throw new TypeError(`Port at index ${index} is already neutered.`);
        }
        if (ends.indexOf(end) < index) {
          throw new TypeError(`Port at index ${index} is a duplicate.`);
        }
      });
      return ends;
    }

    release(transfer) {
      return this.checked(transfer).map((end) => end.release());
    }

    discard(refs) {
      refs.filter(({id}) => id !== CLOSED_ID).forEach(({id}) => this.send('portClose', {port: id}));
    }

    message(frame) {
      this.ends.get(frame.port)?.arrive(frame);
    }

    closed(id) {
      this.ends.get(id)?.gone();
    }

    /** The line is gone, and all ports with it. */
    shutdown() {
      this.over = true;
      for (const end of [...this.ends.values()]) {
        end.shut('closed');
        this.later(() => end.port.dispatchEvent(new Event('close')));
      }
    }
  }

  return {PortNode, IpcMessagePort, PortMessageEvent};
})();
