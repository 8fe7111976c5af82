'use strict';
// Works for a time of the processor and tells how often: lines "task milliseconds" in, "count
// nanoseconds" out.
// The first line of all is the message, as JSON.

const v8 = require('node:v8');
const lines = require('node:readline').createInterface({input: process.stdin});

let tasks;
let kept;

function prepare(text) {
  const message = JSON.parse(text);
  const cloned = v8.serialize(message);
  const json = Buffer.from(JSON.stringify(message));
  tasks = {
    serialize: () => v8.serialize(message),
    deserialize: () => v8.deserialize(cloned),
    stringify: () => Buffer.from(JSON.stringify(message)),
    parse: () => JSON.parse(json.toString()),
  };
}

function spent() {
  const {user, system} = process.cpuUsage();
  return user + system;
}

lines.on('line', (line) => {
  if (!tasks) {
    prepare(line);
    return;
  }
  const [name, milliseconds] = line.split(' ');
  const task = tasks[name];
  const begin = spent();
  const end = begin + 1000 * milliseconds;
  let count = 0;
  let now = begin;
  for (; now < end; now = spent()) {
    for (let i = 0; i < 200; i++) {
      kept = task();
    }
    count += 200;
  }
  console.log(count + ' ' + 1000 * (now - begin));
});
