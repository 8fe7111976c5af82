'use strict';
// The server behind NodeServer.java, which lists its paths.
const crypto = require('crypto');
const fs = require('fs');
const http = require('http');
const http2 = require('http2');
const https = require('https');
const zlib = require('zlib');

function bytes(count) {
  const result = Buffer.alloc(count);
  for (let i = 0; i < count; i++) result[i] = (i * 31) % 251;
  return result;
}

function readAll(request, then) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => then(Buffer.concat(chunks)));
}

function json(response, value) {
  const text = JSON.stringify(value);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(text);
}

const encoders = {
  gzip: zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: zlib.brotliCompressSync,
};

const rooms = {
  echo(request, response) {
    readAll(request, (body) =>
      json(response, {
        method: request.method,
        url: request.url,
        version: request.httpVersion,
        rawHeaders: request.rawHeaders,
        body: body.toString('utf8'),
      }));
  },
  digest(request, response) {
    const hash = crypto.createHash('sha256');
    let length = 0;
    request.on('data', (chunk) => {
      length += chunk.length;
      hash.update(chunk);
    });
    request.on('end', () => json(response, { length, sha256: hash.digest('hex') }));
  },
  bytes(request, response, [count]) {
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': count,
    });
    response.end(request.method === 'HEAD' ? undefined : bytes(Number(count)));
  },
  chunked(request, response, [count]) {
    const all = bytes(Number(count));
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    for (let at = 0; at < all.length; at += 7001) response.write(all.subarray(at, at + 7001));
    response.end();
  },
  redirect(request, response, [left], query) {
    request.resume();
    request.on('end', () => {
      if (Number(left) === 0) {
        response.writeHead(200, { 'content-type': 'text/plain' });
        response.end('arrived by ' + request.method);
        return;
      }
      const status = Number(query.get('status') || 302);
      response.writeHead(status, { location: `/redirect/${left - 1}?status=${status}` });
      response.end();
    });
  },
  status(request, response, [status]) {
    response.writeHead(Number(status));
    response.end();
  },
  encoded(request, response, [encoding, count]) {
    response.writeHead(200, { 'content-encoding': encoding });
    response.end(encoders[encoding](bytes(Number(count))));
  },
  set(request, response, rest, query) {
    const names = new Set(query.keys());
    for (const name of names) {
      const values = query.getAll(name);
      response.setHeader(name, values.length === 1 ? values[0] : values);
    }
    response.end('set');
  },
  trailers(request, response) {
    if (request.httpVersionMajor === 1) response.setHeader('trailer', 'x-trailer');
    response.write('body');
    response.addTrailers({ 'x-trailer': 'end' });
    response.end();
  },
};

function answer(request, response) {
  const url = new URL(request.url, 'http://here');
  const [name, ...rest] = url.pathname.slice(1).split('/');
  if (Object.hasOwn(rooms, name)) {
    rooms[name](request, response, rest, url.searchParams);
  } else {
    response.writeHead(404);
    response.end('no such room');
  }
}

const tls = { cert: fs.readFileSync('server.pem'), key: fs.readFileSync('server.key') };
const servers = {
  http: http.createServer(answer),
  https: https.createServer(tls, answer),
  h2: http2.createSecureServer({ ...tls, allowHTTP1: true }, answer),
  h2c: http2.createServer(answer),
};
for (const name of ['http', 'https']) {
  servers[name].keepAliveTimeout = 3600 * 1000;
  servers[name].requestTimeout = 0;
  servers[name].headersTimeout = 0;
}
const starts = Object.entries(servers).map(([name, server]) =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`${name}=${server.address().port}`))));
Promise.all(starts).then((ports) => console.log('READY ' + ports.join(' ')));
