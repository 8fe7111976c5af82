// For each line of hexadecimal bytes: the frame, decoded and encoded again; or "refused".
'use strict';

const {frames} = require(process.argv[2]);

require('node:readline').createInterface({input: process.stdin}).on('line', (line) => {
  let answer;
  try {
    const frame = frames.decode(new Uint8Array(Buffer.from(line, 'hex')));
    answer = Buffer.from(frames.encode(frame.type, frame)).toString('hex');
  } catch (error) {
    answer = 'refused';
  }
  console.log(answer);
});
