// WebSockets by extended CONNECT (RFC 8441) beside plain requests. Frames go back as they came, bit
// RSV1 included, so that what the client compressed it can also decompress.
const http2 = require('http2');
const fs = require('fs');

const server = http2.createSecureServer({
  key: fs.readFileSync('server.key'),
  cert: fs.readFileSync('server.pem'),
  settings: { enableConnectProtocol: true },
});
let sessions = 0;
server.on('session', (session) => {
  session.number = ++sessions;
  session.on('error', () => {});
});
server.on('stream', (stream, headers) => {
  stream.on('error', () => {});
  const query = new URL(headers[':path'], 'https://localhost').searchParams;
  if (headers[':method'] !== 'CONNECT') {
    stream.respond({ ':status': 200 });
    stream.end(String(stream.session.number));
    return;
  }
  const login = query.get('login');
  if (login && headers.authorization !== 'Basic ' + Buffer.from(login).toString('base64')) {
    stream.respond({ ':status': 401, 'www-authenticate': 'Basic realm="Foo"' });
    stream.end('log in');
    return;
  }
  if (query.get('status')) {
    stream.respond({ ':status': Number(query.get('status')), location: '/elsewhere' });
    stream.end('refused');
    return;
  }
  const answer = { ':status': 200 };
  if (query.get('protocol')) answer['sec-websocket-protocol'] = query.get('protocol');
  if (query.get('extensions')) answer['sec-websocket-extensions'] = query.get('extensions');
  if (query.get('cookie')) answer['set-cookie'] = query.get('cookie');
  stream.respond(answer);
  const told = { session: stream.session.number, ...headers };
  stream.write(frame(0x81, Buffer.from(JSON.stringify(told))));
  serve(stream, query.get('then'));
});

function serve(stream, then) {
  let unread = Buffer.alloc(0);
  stream.on('data', (bytes) => {
    unread = Buffer.concat([unread, bytes]);
    for (;;) {
      const length = unread.length < 2 ? -1 : unread[1] & 0x7f;
      const wide = length === 126 ? 2 : length === 127 ? 8 : 0;
      if (length < 0 || unread.length < 6 + wide) return;
      const size = wide === 2 ? unread.readUInt16BE(2)
        : wide === 8 ? Number(unread.readBigUInt64BE(2)) : length;
      const start = 6 + wide;
      if (unread.length < start + size) return;
      const payload = Buffer.from(unread.subarray(start, start + size));
      for (let i = 0; i < size; i++) payload[i] ^= unread[start - 4 + (i & 3)];
      const first = unread[0];
      unread = unread.subarray(start + size);
      if (!on(stream, then, first, payload)) return;
    }
  });
}

function on(stream, then, first, payload) {
  if ((first & 0x0f) === 8) {
    stream.end(frame(0x88, payload));
    return false;
  }
  switch (then) {
    case 'reset': stream.close(http2.constants.NGHTTP2_CANCEL); return false;
    case 'end': stream.end(); return false;
    case 'destroy': stream.session.socket.destroy(); return false;
    case 'goaway': stream.session.goaway(); break;
  }
  stream.write(frame(first, payload));
  return true;
}

function frame(first, payload) {
  const size = payload.length;
  const head = Buffer.alloc(size <= 125 ? 2 : size <= 0xffff ? 4 : 10);
  head[0] = first;
  if (size <= 125) head[1] = size;
  else if (size <= 0xffff) { head[1] = 126; head.writeUInt16BE(size, 2); }
  else { head[1] = 127; head.writeBigUInt64BE(BigInt(size), 2); }
  return Buffer.concat([head, payload]);
}

server.listen(0, '127.0.0.1', () => console.log('READY h2=' + server.address().port));
