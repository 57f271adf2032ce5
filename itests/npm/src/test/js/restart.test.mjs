import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Clasp } from '@clasp-to/core';
import { eventually, fresh, record, test } from './support.mjs';

/** Starts a relay of our own, since this test ends it; resolves when it listens. */
async function startRelay(t, port) {
  const flags = ['--host', '127.0.0.1', '--ws-port', String(port)];
  const child = spawn(process.env.CLASP_RELAY, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => (log += text));
  }
  const url = await eventually('the relay listens', () => log.match(/ws:\/\/127[^\s]*:[1-9]\d*/), 20_000);
  return {
    url: url[0],
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

test('a client comes back after the relay was restarted, and so do its subscriptions', async (t) => {
  let relay = await startRelay(t, 0);
  const { url } = relay;
  const client = new Clasp(url, { reconnectInterval: 100 });
  t.after(() => client.close());
  const seen = [];
  client.onConnect(() => seen.push('connect'));
  client.onDisconnect(() => seen.push('disconnect'));
  client.onReconnect((attempt) => seen.push(`attempt ${attempt}`));
  await client.connect();
  const address = `${fresh()}/a`;
  const received = record(client, address);
  const session = client.session;

  await relay.stop();
  await eventually('the client is told', () => !client.connected);
  relay = await startRelay(t, new URL(url).port);
  await eventually('the client is back', () => client.connected);
  await eventually('its subscription is back', () => {
    client.set(address, 7);
    return received.length > 0;
  });

  assert.equal(received[0].value, 7);
  assert.notEqual(client.session, session);
  assert.deepEqual(seen.slice(0, 3), ['connect', 'disconnect', 'attempt 1']);
  assert.equal(seen.at(-1), 'connect');
  client.close();
  await relay.stop();
});
