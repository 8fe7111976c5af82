// ipcRenderer over a line: what a process or page that is not the main process has of Valence's IPC.
// A line gives send(bytes), sendSync(bytes, isAnswer), close(); it takes onframe and onclose.
const valenceIpcRenderer = (() => {
  'use strict';

  const RELEASED = 'IPC method called after context was released';
  const failureText = (channel, text) => `Error invoking remote method '${channel}': ${text}`;

  /** JavaScript's text of what was thrown. */
  const textOf = (thrown) => {
    try {
      return String(thrown);
    } catch {
      return 'Error';
    }
  };

  function checkChannel(channel) {
    if (typeof channel !== 'string') {
      throw new TypeError(`A channel is a string, not ${typeof channel}`);
    }
  }

  /** Listeners by channel, in Node's manner; a listener that throws does not keep the others off. */
  class Channels {
    constructor(report) {
      this.report = report;
      this.lists = new Map();
    }

    add(channel, listener, once) {
      checkChannel(channel);
      if (typeof listener !== 'function') {
        throw new TypeError(`A listener is a function, not ${typeof listener}`);
      }
      this.lists.set(channel, [...this.lists.get(channel) ?? [], {listener, once}]);
    }

    remove(channel, listener) {
      this.drop(channel, (this.lists.get(channel) ?? []).findLast((e) => e.listener === listener));
    }

    drop(channel, entry) {
      const list = this.lists.get(channel);
      if (entry && list?.includes(entry)) {
        const left = list.filter((other) => other !== entry);
        left.length === 0 ? this.lists.delete(channel) : this.lists.set(channel, left);
        return true;
      }
      return false;
    }

    emit(channel, event, args) {
      const list = this.lists.get(channel) ?? [];
      for (const entry of list) {
        if (entry.once && !this.drop(channel, entry)) {
          continue;
        }
        try {
          entry.listener(event, ...args);
        } catch (error) {
          this.report(error);
        }
      }
      return list.length > 0;
    }
  }

  class IpcRenderer {
    #line;
    #clone;
    #frames;
    #ports;
    #channels;
    #guests;
    #handlers = new Map();
    #waiting = new Map();
    #serving = new Map();
    #lastCall = 0;
    #maxFrameBytes;
    #syncTimeout;
    #over;

    constructor({line, welcome, clone, frames, ports, report}) {
      this.#line = line;
      this.#clone = clone;
      this.#frames = frames;
      this.#channels = new Channels(report);
      this.#guests = new Channels(report);
      this.#maxFrameBytes = welcome.maxFrameBytes;
      this.#syncTimeout = Number(welcome.syncTimeoutMillis);
      this.id = welcome.rendererId;
      this.#ports = new ports.PortNode(welcome.rendererId, {
        clone,
        report,
        send: (type, values) => this.#over === undefined && this.#put(type, values),
        later: (task) => setImmediateOrTimeout(task),
      });
      line.onframe = (bytes) => this.#take(bytes);
      line.onclose = (reason) => this.#end(reason);
    }

    on(channel, listener) {
      this.#channels.add(channel, listener, false);
      return this;
    }

    once(channel, listener) {
      this.#channels.add(channel, listener, true);
      return this;
    }

    addListener(channel, listener) {
      return this.on(channel, listener);
    }

    off(channel, listener) {
      this.#channels.remove(channel, listener);
      return this;
    }

    removeListener(channel, listener) {
      return this.off(channel, listener);
    }

    removeAllListeners(channel) {
      channel === undefined ? this.#channels.lists.clear() : this.#channels.lists.delete(channel);
      return this;
    }

    eventNames() {
      return [...this.#channels.lists.keys()];
    }

    send(channel, ...args) {
      this.#say('send', channel, {senderId: 0, payload: args});
    }

    sendTo(rendererId, channel, ...args) {
      this.#say('sendTo', channel, {rendererId, payload: args});
    }

    sendToHost(channel, ...args) {
      this.#say('toHost', channel, {senderId: 0, payload: args});
    }

    postMessage(channel, message, transfer = []) {
      this.#check(channel);
      const payload = this.#clone.encode(message);
      if (!Array.isArray(transfer)) {
        throw new TypeError('Invalid value for transfer');
      }
      this.#put('post', {channel, ports: this.#ports.release(transfer), payload});
    }

    invoke(channel, ...args) {
      return this.invokeWith({}, channel, ...args);
    }

    /** Beyond Electron: with an AbortSignal, a time limit in ms, and somebody who hears progress. */
    invokeWith({signal, timeout = 0, onprogress}, channel, ...args) {
      this.#check(channel);
      const payload = this.#clone.encode(args);
      signal?.throwIfAborted();
      const callId = this.#nextCall();
      return new Promise((resolve, reject) => {
        const stop = (error) => {
          if (this.#settle(callId)) {
            this.#put('cancel', {callId});
            reject(error);
          }
        };
        const onabort = () => stop(signal.reason);
        const timer = timeout > 0
          ? setTimeout(() => stop(new DOMException(
            failureText(channel, `TimeoutError: no answer within ${timeout} ms`), 'TimeoutError')), timeout)
          : undefined;
        this.#waiting.set(callId, {
          channel, resolve, reject, onprogress,
          release() {
            clearTimeout(timer);
            signal?.removeEventListener('abort', onabort);
          },
        });
        signal?.addEventListener('abort', onabort);
        try {
          this.#put('invoke', {callId, deadlineMillis: Math.ceil(timeout), channel, payload});
        } catch (error) {
          this.#settle(callId);
          reject(error);
        }
      });
    }

    sendSync(channel, ...args) {
      this.#check(channel);
      const callId = this.#nextCall();
      const bytes = this.#bytes('sendSync', {callId, channel, payload: this.#clone.encode(args)});
      const answer = this.#line.sendSync(bytes, (frame) => this.#isAnswer(frame, callId), this.#syncTimeout);
      if (answer === undefined) {
        if (this.#over === undefined) {
          this.#put('cancel', {callId});
        }
        throw new DOMException(
          `sendSync('${channel}') had no answer within ${this.#syncTimeout} ms`, 'TimeoutError');
      }
      const frame = this.#frames.decode(answer);
      if (frame.type === 'failure') {
        throw new Error(`Error in sendSync('${channel}'): ${frame.text}`);
      }
      return this.#clone.decode(frame.payload);
    }

    /** Beyond Electron: answers calls that the main process makes. */
    handle(channel, handler) {
      this.#addHandler(channel, handler, false);
    }

    handleOnce(channel, handler) {
      this.#addHandler(channel, handler, true);
    }

    removeHandler(channel) {
      this.#handlers.delete(channel);
    }

    /** A channel of two ports, as MessageChannelMain. */
    createChannel() {
      return this.#ports.channel();
    }

    /** Hears what the renderers send whose host this one is: listener(rendererId, channel, ...args). */
    onGuestMessage(listener) {
      this.#guests.add('guests', listener, false);
      return this;
    }

    /** Leaves: what was sent still arrives. */
    close() {
      if (this.#over === undefined) {
        for (const call of this.#serving.values()) {
          call.fail(new Error('reply was never sent'));
        }
        this.#put('goodbye', {reason: 'the renderer closes'});
        this.#line.close();
        this.#end('it was closed');
      }
    }

    // ---- out

    #check(channel) {
      checkChannel(channel);
      if (this.#over !== undefined) {
        throw new Error(RELEASED);
      }
    }

    #say(type, channel, {payload, ...values}) {
      this.#check(channel);
      this.#put(type, {...values, channel, payload: this.#clone.encode(payload)});
    }

    #bytes(type, values) {
      const bytes = this.#frames.encode(type, values);
      if (bytes.length > this.#maxFrameBytes) {
        throw new RangeError(`A message of ${bytes.length} bytes; the limit is ${this.#maxFrameBytes}`);
      }
      return bytes;
    }

    #put(type, values) {
      this.#line.send(this.#bytes(type, values));
    }

    #nextCall() {
      this.#lastCall = this.#lastCall % 0x7FFFFFFF + 1;
      return this.#lastCall;
    }

    #isAnswer(bytes, callId) {
      // result or failure, and the number of the call: cheaper than decoding what others wait for.
      return (bytes[0] === 8 || bytes[0] === 9) &&
        new DataView(bytes.buffer, bytes.byteOffset).getUint32(1) === callId;
    }

    // ---- in

    #take(bytes) {
      const frame = this.#frames.decode(bytes);
      switch (frame.type) {
        case 'send':
          this.#channels.emit(frame.channel, this.#event(frame.senderId, []), this.#args(frame));
          break;
        case 'post':
          this.#posted(frame);
          break;
        case 'result':
          this.#settle(frame.callId)?.resolve(this.#clone.decode(frame.payload));
          break;
        case 'failure':
          this.#failed(frame);
          break;
        case 'progress':
          this.#waiting.get(frame.callId)?.onprogress?.(this.#clone.decode(frame.payload));
          break;
        case 'invoke':
          this.#serve(frame);
          break;
        case 'cancel':
          this.#serving.get(frame.callId)?.cancel();
          break;
        case 'portMessage':
          this.#ports.message(frame);
          break;
        case 'portClose':
          this.#ports.closed(frame.port);
          break;
        case 'toHost':
          this.#guests.emit('guests', frame.senderId, [frame.channel, ...this.#args(frame)]);
          break;
        case 'goodbye':
          this.#line.close();
          this.#end(frame.reason);
          break;
        default:
          throw new Error(`the main process sent a frame that it never sends: ${frame.type}`);
      }
    }

    #event(senderId, ports) {
      return {sender: this, senderId, ports};
    }

    #args(frame) {
      const args = this.#clone.decode(frame.payload);
      if (!Array.isArray(args)) {
        throw new Error('the arguments of a message are no list');
      }
      return args;
    }

    #posted(frame) {
      const ports = this.#ports.adopt(frame.ports);
      const message = this.#clone.decode(frame.payload);
      if (!this.#channels.emit(frame.channel, this.#event(0, ports), [message])) {
        ports.forEach((port) => port.close());
      }
    }

    #settle(callId) {
      const call = this.#waiting.get(callId);
      this.#waiting.delete(callId);
      call?.release();
      return call;
    }

    #failed(frame) {
      const call = this.#settle(frame.callId);
      if (call) {
        const error = new Error(failureText(call.channel, frame.text));
        const known = this.#clone.decode(frame.payload);
        if (typeof known === 'object' && known !== null) {
          // Not enumerable: the error looks as Electron's does.
          Object.defineProperty(error, 'remote', {value: known, configurable: true});
        }
        call.reject(error);
      }
    }

    #addHandler(channel, handler, once) {
      checkChannel(channel);
      if (typeof handler !== 'function') {
        throw new TypeError(
          `Expected handler to be a function, but found type '${typeof handler}'`);
      }
      if (this.#handlers.has(channel)) {
        throw new Error(`Attempted to register a second handler for '${channel}'`);
      }
      this.#handlers.set(channel, {handler, once});
    }

    #serve({callId, channel, payload, deadlineMillis}) {
      const cancelled = new AbortController();
      const answer = (type, values) => {
        if (this.#serving.delete(callId) && this.#over === undefined) {
          this.#put(type, {callId, ...values});
        }
      };
      const call = {
        cancel: () => {
          this.#serving.delete(callId);
          cancelled.abort(new DOMException('The caller gave the call up', 'AbortError'));
        },
        fail: (thrown) => answer('failure', {text: textOf(thrown), payload: this.#known(thrown)}),
        give: (value) => {
          let bytes;
          try {
            bytes = this.#clone.encode(value);
          } catch {
            call.fail(new Error('An object could not be cloned.'));
            return;
          }
          answer('result', {payload: bytes});
        },
      };
      this.#serving.set(callId, call);
      const entry = this.#handlers.get(channel);
      if (!entry) {
        call.fail(new Error(`No handler registered for '${channel}'`));
        return;
      }
      if (entry.once) {
        this.#handlers.delete(channel);
      }
      const event = {
        sender: this, signal: cancelled.signal, deadlineMillis: Number(deadlineMillis),
        progress: (value) => {
          if (this.#serving.has(callId)) {
            this.#put('progress', {callId, payload: this.#clone.encode(value)});
          }
        },
      };
      const args = this.#clone.decode(payload);
      new Promise((resolve) => resolve(entry.handler(event, ...args))).then(call.give, call.fail);
    }

    #known(thrown) {
      const form = (error, depth) => error instanceof Error
        ? {
          name: textOf(error.name), type: error.constructor?.name ?? 'Error', message: textOf(error.message),
          ...(error.cause instanceof Error && depth < 16 ? {cause: form(error.cause, depth + 1)} : {}),
        }
        : {name: 'Error', type: typeof error, message: textOf(error)};
      return this.#clone.encode(form(thrown, 0));
    }

    #end(reason) {
      if (this.#over !== undefined) {
        return;
      }
      this.#over = reason;
      for (const callId of [...this.#waiting.keys()]) {
        const call = this.#settle(callId);
        call.reject(new Error(failureText(call.channel, `Error: the main process has gone: ${reason}`)));
      }
      for (const call of [...this.#serving.values()]) {
        call.cancel();
      }
      this.#ports.shutdown();
    }
  }

  const setImmediateOrTimeout = (task) =>
    typeof setImmediate === 'function' ? setImmediate(task) : setTimeout(task, 0);

  return {IpcRenderer};
})();
