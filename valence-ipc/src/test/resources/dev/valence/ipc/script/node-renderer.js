// A renderer in Node.js that does what the test asks of it. argv: the module.
'use strict';

const {connect, service, PortMessageEvent} = require(process.argv[2]);

const kept = {};
const taskNames = {
  // Sends, sendSyncs and invokes mixed; all must arrive in this order.
  async order(ipc, count) {
    const answers = [];
    for (let i = 0; i < count; i++) {
      if (i % 3 === 0) {
        ipc.send('order', i);
      } else if (i % 3 === 1) {
        answers.push(ipc.sendSync('order-sync', i));
      } else {
        answers.push(ipc.invoke('order-invoke', i));
      }
    }
    return Promise.all(answers);
  },

  echo: (ipc, value) => value,
  echoInvoke: (ipc, value) => ipc.invoke('echo', value),
  echoSync: (ipc, value) => ipc.sendSync('echo-sync', value),

  async failureOf(ipc, channel, ...args) {
    try {
      await ipc.invoke(channel, ...args);
      return 'no failure';
    } catch (error) {
      return {
        text: String(error), plain: error.constructor === Error, keys: Object.keys(error),
        remote: error.remote,
      };
    }
  },

  thrownBy(ipc, expression) {
    try {
      new Function('ipc', `${expression}`)(ipc);
      return 'nothing was thrown';
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  },

  fails() {
    throw new TypeError('not this', {cause: new RangeError('the reason')});
  },

  async aborted(ipc) {
    const controller = new AbortController();
    const call = ipc.invokeWith({signal: controller.signal}, 'never');
    await new Promise((resolve) => ipc.once('never-began', resolve));
    controller.abort(new Error('enough'));
    return call.then(() => 'answered', (error) => error.message);
  },

  async late(ipc) {
    return ipc.invokeWith({timeout: 50}, 'never').then(() => 'answered', (error) => error.message);
  },

  async progress(ipc) {
    const heard = [];
    heard.push(await ipc.invokeWith({onprogress: (value) => heard.push(value)}, 'steps', 3));
    return heard;
  },

  /** Posts a channel's end to main and doubles what comes back on the other. */
  doubler(ipc) {
    const {port1, port2} = ipc.createChannel();
    port1.onmessage = ({data}) => port1.postMessage(data * 2);
    port1.onclose = () => ipc.send('port-closed');
    ipc.postMessage('port', 'hi', [port2]);
  },

  /** Sends a port with messages waiting in it on through another port. */
  matryoshka(ipc) {
    const outer = ipc.createChannel();
    const inner = ipc.createChannel();
    inner.port1.postMessage('first');
    inner.port1.postMessage('second');
    outer.port1.postMessage('take', [inner.port2]);
    inner.port1.postMessage('third');
    ipc.postMessage('port', 'outer', [outer.port2]);
  },

  keepPort(ipc) {
    ipc.once('port', ({ports}) => {
      kept.port = ports[0];
      ipc.send('kept', ports.length);
    });
  },

  /** Takes so many messages of the kept port, and posts it back. */
  takeAndReturn(ipc, count) {
    const heard = [];
    return new Promise((resolve) => {
      kept.port.addEventListener('message', function listener(event) {
        heard.push(event instanceof PortMessageEvent ? event.data : 'no message event');
        if (heard.length === count) {
          ipc.postMessage('port', 'back', [kept.port]);
          resolve(heard);
        }
      });
      kept.port.start();
    });
  },

  flood(ipc, count, size) {
    const bytes = new Uint8Array(size);
    for (let i = 0; i < count; i++) {
      ipc.send('flood', i, bytes);
    }
  },

  listeners(ipc) {
    const both = () => {};
    ipc.on('a', both).on('b', both).once('b', both);
    const names = [ipc.eventNames().join()];
    ipc.removeAllListeners('a');
    names.push(ipc.eventNames().join());
    ipc.removeAllListeners();
    names.push(ipc.eventNames().join());
    return names;
  },

  /** The text that a service makes of a stream of bytes, and how many chunks it came in. */
  async shout(ipc, count) {
    const files = service(ipc, 'shouter', {streams: ['shout']});
    let made = 0;
    const source = new ReadableStream({
      pull(controller) {
        made++ < count ? controller.enqueue(Buffer.from('ab'.repeat(5_000))) : controller.close();
      },
    }, {highWaterMark: 0});
    let length = 0;
    let wrong = 0;
    for await (const chunk of await files.shout(source)) {
      length += chunk.length;
      wrong += chunk.some((byte) => byte !== 65 && byte !== 66) ? 1 : 0;
    }
    return [length, wrong];
  },

  /** Reads two chunks of a stream that has no end, and leaves it. */
  async leaveEarly(ipc) {
    const reader = (await service(ipc, 'shouter', {streams: ['endless']}).endless()).getReader();
    const first = await reader.read();
    const second = await reader.read();
    await reader.cancel(new Error('enough'));
    return first.value.length > 0 && second.value.length > 0;
  },

  async brokenSource(ipc) {
    const source = new ReadableStream({
      pull() {
        throw new Error('the source is broken');
      },
    });
    return service(ipc, 'shouter').measure(source).then(() => 'measured', (error) => error.message);
  },

  async brokenService(ipc) {
    const stream = await service(ipc, 'shouter', {streams: ['failing']}).failing();
    try {
      for await (const chunk of stream) {
        void chunk;
      }
      return 'it ended';
    } catch (error) {
      return error.message;
    }
  },

  leave(ipc) {
    setImmediate(() => {
      ipc.close();
      for (const call of [() => ipc.send('x'), () => ipc.sendSync('x'), () => ipc.sendToHost('x'),
        () => ipc.postMessage('x', 1)]) {
        try {
          call();
          process.exitCode = 3;
        } catch (error) {
          if (error.message !== 'IPC method called after context was released') {
            process.exitCode = 4;
          }
        }
      }
    });
  },
};

connect().then((ipc) => {
  for (const [name, task] of Object.entries(taskNames)) {
    ipc.handle(name, (event, ...args) => task(ipc, ...args));
  }
  ipc.handle('waits', ({signal, progress}) => new Promise((resolve, reject) => {
    progress('begun');
    signal.addEventListener('abort', () => {
      ipc.send('was-cancelled', signal.reason.name);
      reject(signal.reason);
    });
  }));
  ipc.on('early', (event, value) => ipc.send('early-heard', value));
  ipc.on('relay', ({senderId}, value) => ipc.send('relayed', senderId, value));
  ipc.send('ready');
});
