// The line of a Node.js process that Valence started: require() this file, await connect(). The
// socket is a worker's, so that sendSync can block this thread while answers still come in.
const valenceIpcNode = (() => {
  'use strict';

  const {Worker, MessageChannel, isMainThread, parentPort, receiveMessageOnPort, workerData} =
    require('node:worker_threads');
  const net = require('node:net');

  const MAX_FRAME_IN = 64 << 20;
  const MOST_UNREAD = 16 << 20;
  const MOST_UNSENT = 64 << 20;
  const ARRIVED = 0;
  const SENT = 0;
  const READ = 1;

  /** What onframe returns when the next frame shall wait for the next turn of the loop. */
  const NOT_YET = Symbol('not yet');

  /** Cuts what comes into frames: u32 length, frame. */
  class Assembler {
    constructor() {
      this.chunks = [];
      this.size = 0;
    }

    add(chunk, take) {
      this.chunks.push(chunk);
      this.size += chunk.length;
      while (this.size >= 4) {
        if (this.chunks[0].length < 4) {
          this.join();
        }
        const length = this.chunks[0].readUInt32BE(0);
        if (length < 1 || length > MAX_FRAME_IN) {
          throw new Error(`A frame of ${length} bytes; the limit is ${MAX_FRAME_IN}`);
        }
        if (this.size < 4 + length) {
          return;
        }
        this.join();
        const all = this.chunks[0];
        // A copy: a transferred buffer must not take the neighbours along.
        take(new Uint8Array(all.subarray(4, 4 + length)));
        this.chunks = [all.subarray(4 + length)];
        this.size -= 4 + length;
      }
    }

    join() {
      if (this.chunks.length > 1) {
        this.chunks = [Buffer.concat(this.chunks)];
      }
    }
  }

  /** The worker: bytes between the socket and the main thread. */
  function serve({address, port, arrived, counts}) {
    const [kind, where] = [address.slice(0, address.indexOf(':')), address.slice(address.indexOf(':') + 1)];
    const socket = kind === 'unix' ? net.connect(where) : net.connect(Number(where), '127.0.0.1');
    const assembler = new Assembler();
    let unread = 0n;
    let ended = false;
    const tell = (message, transfer) => {
      port.postMessage(message, transfer);
      Atomics.add(arrived, ARRIVED, 1);
      Atomics.notify(arrived, ARRIVED);
    };
    const end = (reason) => {
      if (!ended) {
        ended = true;
        socket.destroy();
        tell({closed: reason});
        port.close();
      }
    };
    socket.on('data', (chunk) => {
      try {
        assembler.add(chunk, (frame) => {
          unread += BigInt(frame.length);
          tell({frame}, [frame.buffer]);
        });
      } catch (error) {
        end(error.message);
      }
      if (unread - Atomics.load(counts, READ) > MOST_UNREAD) {
        socket.pause();
      }
    });
    socket.on('error', (error) => end(error.message));
    socket.on('close', () => end('the other side closed the line'));
    port.on('message', (message) => {
      if (message.bytes) {
        const head = Buffer.alloc(4);
        head.writeUInt32BE(message.bytes.length);
        socket.cork();
        socket.write(head);
        socket.write(message.bytes, () => Atomics.add(counts, SENT, BigInt(message.bytes.length)));
        socket.uncork();
      } else if (message.resume) {
        socket.resume();
      } else if (message.close) {
        socket.end();
      }
    });
  }

  /** The main thread's side of the worker. */
  class Line {
    #port;
    #worker;
    #arrived = new Int32Array(new SharedArrayBuffer(4));
    #counts = new BigInt64Array(new SharedArrayBuffer(16));
    #sent = 0n;
    #early = [];
    #turn = false;
    #closed;

    constructor(address) {
      const {port1, port2} = new MessageChannel();
      this.#port = port1;
      this.#worker = new Worker(__filename, {
        workerData: {
          valenceIpcLine: {address, port: port2, arrived: this.#arrived, counts: this.#counts},
        },
        transferList: [port2],
      });
      port1.on('message', (message) => {
        this.#early.push(message);
        this.#drain();
      });
    }

    send(bytes) {
      if (this.#sent - Atomics.load(this.#counts, SENT) > MOST_UNSENT) {
        throw new RangeError(`More than ${MOST_UNSENT} bytes wait to be sent: wait for answers before sending more`);
      }
      this.#sent += BigInt(bytes.length);
      // Copied where it is a part of something larger.
      this.#port.postMessage({bytes});
    }

    /** Waits for the frame that is the answer; others wait for their turn. Undefined: too late. */
    sendSync(bytes, isAnswer, timeout) {
      this.send(bytes);
      const end = timeout > 0 ? performance.now() + timeout : Infinity;
      for (;;) {
        const seen = Atomics.load(this.#arrived, ARRIVED);
        for (let got = receiveMessageOnPort(this.#port); got; got = receiveMessageOnPort(this.#port)) {
          const {frame, closed} = got.message;
          if (frame && isAnswer(frame)) {
            this.#read(frame);
            this.#later();
            return frame;
          }
          this.#early.push(got.message);
          if (closed !== undefined) {
            this.#later();
            throw new Error(`sendSync had no answer: the main process has gone: ${closed}`);
          }
        }
        const left = end - performance.now();
        if (left <= 0) {
          this.#later();
          return undefined;
        }
        Atomics.wait(this.#arrived, ARRIVED, seen, left === Infinity ? undefined : left);
      }
    }

    close() {
      this.#port.postMessage({close: true});
    }

    /** What came while the thread was blocked is read before what comes now. */
    #later() {
      if (!this.#turn && this.#early.length > 0) {
        this.#turn = true;
        setImmediate(() => {
          this.#turn = false;
          this.#drain();
        });
      }
    }

    #drain() {
      while (this.#early.length > 0 && this.onframe) {
        const {frame, closed} = this.#early.shift();
        if (closed !== undefined) {
          this.#end(closed);
          return;
        }
        this.#read(frame);
        try {
          if (this.onframe(frame) === NOT_YET) {
            this.#later();
            return;
          }
        } catch (error) {
          this.#end(error.message);
          return;
        }
      }
    }

    #read(frame) {
      const before = Atomics.load(this.#counts, READ);
      Atomics.add(this.#counts, READ, BigInt(frame.length));
      const step = BigInt(MOST_UNREAD / 4);
      if (before / step !== (before + BigInt(frame.length)) / step) {
        this.#port.postMessage({resume: true});
      }
    }

    #end(reason) {
      if (this.#closed === undefined) {
        this.#closed = reason;
        this.#port.close();
        this.#worker.terminate();
        this.onclose?.(reason);
      }
    }
  }

  /** Connects as the environment says, or as the options do; gives the ipcRenderer. */
  function connect({
    address = process.env.VALENCE_IPC_ADDRESS,
    secret = process.env.VALENCE_IPC_SECRET,
    report = (error) => process.emitWarning(error),
  } = {}) {
    if (!address || !secret) {
      throw new Error('This process was not started by Valence: VALENCE_IPC_ADDRESS and _SECRET are not set');
    }
    delete process.env.VALENCE_IPC_SECRET;
    const line = new Line(address);
    return new Promise((resolve, reject) => {
      line.onclose = (reason) => reject(new Error(`The main process refused the connection: ${reason}`));
      line.onframe = (bytes) => {
        const welcome = valenceIpcFrames.decode(bytes);
        if (welcome.type !== 'welcome') {
          throw new Error(`The main process answers with a ${welcome.type}`);
        }
        resolve(new valenceIpcRenderer.IpcRenderer({
          line, welcome, report,
          clone: valenceStructuredClone, frames: valenceIpcFrames, ports: valenceIpcPorts,
        }));
        // Who awaits the ipcRenderer adds listeners before the next frame is read.
        return NOT_YET;
      };
      line.send(valenceIpcFrames.encode('hello', {
        version: valenceIpcFrames.VERSION, pid: process.pid, kind: valenceIpcFrames.NODE,
        secret: new Uint8Array(Buffer.from(secret, 'hex')),
      }));
    });
  }

  if (!isMainThread && workerData?.valenceIpcLine && parentPort) {
    serve(workerData.valenceIpcLine);
  }

  return {connect};
})();

module.exports = {
  ...valenceIpcNode, ...valenceIpcRenderer, ...valenceIpcPorts,
  streams: valenceIpcStreams, service: valenceIpcStreams.service,
  frames: valenceIpcFrames, clone: valenceStructuredClone,
};
