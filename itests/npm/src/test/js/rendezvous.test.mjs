import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Clasp } from '@clasp-to/core';
import { eventually, fresh, startRelay, test } from './support.mjs';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

test('a client connects to the URL that the rendezvous server tells', async (t) => {
  const port = await freePort();
  const server = `http://127.0.0.1:${port}`;
  await startRelay(t, 0, [
    ...['--rendezvous-port', String(port), '--rendezvous-url', server],
    ...['--public-host', '127.0.0.1', '--name', 'Stage'],
  ]);

  const [device] = await eventually('the relay is registered', async () => {
    // Its port may open behind that of the clients.
    const answer = await fetch(`${server}/api/v1/discover?feature=param`).catch(() => undefined);
    const devices = (await answer?.json()) ?? [];
    return devices.length && devices;
  });

  assert.equal(device.name, 'Stage');
  const client = new Clasp(device.endpoints.ws, { reconnect: false });
  t.after(() => client.close());
  await client.connect();
  const address = `${fresh()}/a`;
  await client.set(address, 7);
  assert.equal(await client.get(address), 7);
});
