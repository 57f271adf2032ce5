import assert from 'node:assert/strict';
import { Clasp } from '@clasp-to/core';
import { eventually, fresh, record, startRelay, test } from './support.mjs';

test('a client comes back after the relay was restarted, and so do its subscriptions', async (t) => {
  let relay = await startRelay(t, 0);
  const { url } = relay;
  const client = new Clasp(url, { reconnectInterval: 200 });
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
