// Streams over message ports, by the protocol of the Streams standard's transferable streams, and
// services: interfaces that the main process exposes, whose methods take and give such streams.
const valenceIpcStreams = (() => {
  'use strict';

  const MOST_UNREAD = 16;

  /** A stream of what comes through a port. Nothing is asked for before somebody reads. */
  function readable(port) {
    let asked = 0;
    let over = false;
    const end = () => {
      over = true;
      port.close();
    };
    return new ReadableStream({
      start(controller) {
        port.addEventListener('message', ({data, ports}) => {
          ports.forEach((other) => other.close());
          if (over) {
            return;
          }
          if (data?.type === 'chunk') {
            asked--;
            controller.enqueue(data.value);
          } else if (data?.type === 'close') {
            end();
            controller.close();
          } else if (data?.type === 'error') {
            end();
            controller.error(data.value);
          }
        });
        port.addEventListener('close', () => {
          if (!over) {
            over = true;
            controller.error(new Error('the writer of the stream has gone'));
          }
        });
        port.start();
      },
      pull(controller) {
        // Again whenever nothing is on its way, as the writer may have counted a pull as one chunk.
        const room = Math.max(1, Math.min(MOST_UNREAD, controller.desiredSize)) - Math.max(0, asked);
        if (room > 0 && !over) {
          asked = Math.max(0, asked) + room;
          port.postMessage({type: 'pull', value: room});
        }
      },
      cancel(reason) {
        if (!over) {
          port.postMessage({type: 'error', value: reason});
          end();
        }
      },
    }, new CountQueuingStrategy({highWaterMark: MOST_UNREAD}));
  }

  /** Writes a stream to a port, as fast as its reader asks; resolves or rejects as the stream ends. */
  async function send(stream, port) {
    const reader = stream.getReader();
    let credit = 0;
    let gone;
    let wake = () => {};
    const leave = (reason) => {
      gone ??= reason;
      wake();
    };
    port.addEventListener('message', ({data, ports}) => {
      ports.forEach((other) => other.close());
      if (data?.type === 'pull') {
        const room = data.value;
        credit = Math.min(MOST_UNREAD, credit + (Number.isInteger(room) && room > 0 ? room : 1));
        wake();
      } else if (data?.type === 'error') {
        leave(data.value ?? new Error('the reader of the stream wants no more'));
      }
    });
    port.addEventListener('close', () => leave(new Error('the reader of the stream has gone')));
    port.start();
    try {
      for (;;) {
        while (credit === 0 && gone === undefined) {
          await new Promise((resolve) => {
            wake = resolve;
          });
        }
        if (gone !== undefined) {
          throw gone;
        }
        const {done, value} = await reader.read();
        if (done) {
          port.postMessage({type: 'close'});
          return;
        }
        credit--;
        port.postMessage({type: 'chunk', value});
      }
    } catch (error) {
      if (gone === undefined) {
        port.postMessage({type: 'error', value: error instanceof Error ? error : new Error(String(error))});
      }
      await reader.cancel(error).catch(() => {});
      throw error;
    } finally {
      port.close();
    }
  }

  let lastKey = 0;

  async function call(ipc, channel, method, args, streamed) {
    const ports = [];
    const sources = [];
    const key = `${ipc.id}.${++lastKey}`;
    const place = () => {
      const {port1, port2} = ipc.createChannel();
      ports.push(port2);
      return {port: port1, mark: {stream: key, port: ports.length - 1}};
    };
    const ready = args.map((arg) => {
      if (!(arg instanceof ReadableStream)) {
        return arg;
      }
      const {port, mark} = place();
      sources.push([arg, port]);
      return mark;
    });
    let answer;
    if (streamed) {
      const {port, mark} = place();
      ready.push(mark);
      answer = port;
    }
    if (ports.length > 0) {
      ipc.postMessage(channel, key, ports);
    }
    // A source that fails is told to the reader, whose call fails.
    sources.forEach(([stream, port]) => send(stream, port).catch(() => {}));
    try {
      const value = await ipc.invoke(channel, method, ...ready);
      if (!streamed) {
        return value;
      }
      if (value !== true) {
        answer.close();
        return null;
      }
      return readable(answer);
    } catch (error) {
      answer?.close();
      sources.forEach(([, port]) => port.close());
      throw error;
    }
  }

  /**
   * An interface that the main process exposes: every property is a method that calls it. The names
   * of methods that return streams are to be told: {streams: ['read']}.
   */
  function service(ipc, channel, {streams = []} = {}) {
    return new Proxy({}, {
      // Not thenable: a service may be awaited and returned.
      get: (target, method) => typeof method !== 'string' || method === 'then'
        ? undefined
        : (...args) => call(ipc, channel, method, args, streams.includes(method)),
    });
  }

  return {readable, send, service};
})();
