import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { Clasp } from '@clasp-to/core';
import { connect, eventually, fresh, record, test, url } from './support.mjs';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a client made by the builder gets a session', async (t) => {
  const builder = Clasp.builder(url)
    .withName('built')
    .withFeatures(['param', 'event', 'stream', 'gesture', 'timeline'])
    .withToken('a token that the open scheme ignores')
    .withReconnect(false, 1000);
  const client = await builder.connect();
  t.after(() => client.close());
  assert.equal(builder.getName(), 'built');
  assert.equal(client.connected, true);
  assert.match(client.session, UUID);
});

test('every session has an id of its own', async (t) => {
  const clients = [await connect(t), await connect(t), await connect(t)];
  assert.equal(new Set(clients.map((client) => client.session)).size, 3);
});

test('any path leads to the relay', async (t) => {
  for (const path of ['/', '/clasp', '/x/y?z=1']) {
    const client = new Clasp(new URL(path, url).href, { reconnect: false });
    t.after(() => client.close());
    await client.connect();
    assert.equal(client.connected, true, path);
  }
});

test('the relay tells its clock in microseconds', async (t) => {
  const client = await connect(t);
  const difference = Math.abs(client.time() - Date.now() * 1000);
  assert.ok(difference < 20_000_000, `the clocks of one machine differ by ${difference} µs`);
});

test('connect and disconnect callbacks are called once each', async (t) => {
  const client = new Clasp(url, { reconnect: false });
  const seen = [];
  client.onConnect(() => seen.push('connect'));
  client.onDisconnect(() => seen.push('disconnect'));
  client.onError((error) => seen.push(error.message));
  await client.connect();
  await eventually('the connect callback', () => seen.length === 1);
  client.close();
  assert.equal(client.connected, false);
  await eventually('the disconnect callback', () => seen.length === 2);
  assert.deepEqual(seen, ['connect', 'disconnect']);
});

test('connecting to a port that nobody listens on fails', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  const client = new Clasp(`ws://127.0.0.1:${port}`, { reconnect: false });
  const errors = [];
  client.onError((error) => errors.push(error));
  await assert.rejects(client.connect());
  assert.equal(errors.length, 1);
  assert.equal(client.connected, false);
});

test('a client that leaves does not disturb the others', async (t) => {
  const [stays, leaves] = [await connect(t), await connect(t)];
  const address = `${fresh()}/a`;
  const received = record(stays, address);
  record(leaves, address);
  leaves.close();
  stays.set(address, 1);
  await eventually('the value', () => received.length === 1);
});
