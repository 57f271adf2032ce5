// Serves the page and the two packages that it imports, to this computer only.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const modules = new URL('../../../../npm/node_modules/', import.meta.url);
const folders = {
  '/clasp/': new URL('@clasp-to/core/dist/', modules),
  '/msgpack/': new URL('@msgpack/msgpack/dist.esm/', modules),
  '/': new URL('./', import.meta.url),
};
const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' };

const server = createServer(async ({ url }, response) => {
  // URL takes every ".." away.
  const { pathname } = new URL(url, 'http://localhost');
  const path = pathname === '/' ? '/index.html' : pathname;
  const prefix = Object.keys(folders).find((each) => path.startsWith(each));
  const type = types[extname(path)];
  try {
    const file = new URL(`./${path.slice(prefix.length)}`, folders[prefix]);
    const content = type && (await readFile(file));
    response.writeHead(type ? 200 : 404, { 'Content-Type': type ?? 'text/plain' });
    response.end(content || 'not found');
  } catch {
    response.writeHead(404, { 'Content-Type': 'text/plain' });
    response.end('not found');
  }
});
server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => {
  console.log(`open http://127.0.0.1:${server.address().port}/`);
});
