import assert from 'node:assert/strict';
import { connect, eventually, fresh, record, settled, test } from './support.mjs';

test('a value goes to every subscriber and back to its writer', async (t) => {
  const clients = [await connect(t), await connect(t), await connect(t)];
  const address = `${fresh()}/fader`;
  const received = clients.map((client) => record(client, address));
  clients[0].set(address, 0.75);
  await eventually('all three', () => received.every((list) => list.length === 1));
  for (const [{ value, address: from }] of received) {
    assert.equal(value, 0.75);
    assert.equal(from, address);
  }
});

test('a client that connects later has the value without asking', async (t) => {
  const address = `${fresh()}/scene`;
  const writer = await connect(t);
  writer.set(address, 'intro');
  await settled(writer);
  const late = await connect(t);
  await eventually('the snapshot', () => late.cached(address) === 'intro');
  assert.equal(await late.get(address), 'intro');
});

test('a subscription is answered with value, revision, writer and time', async (t) => {
  const address = `${fresh()}/level`;
  const [writer, reader] = [await connect(t), await connect(t)];
  for (const value of [1, 2, 3]) {
    writer.set(address, value);
  }
  await settled(writer);
  const received = record(reader, address);
  await eventually('the snapshot', () => received.length === 1);
  const { value, meta } = received[0];
  assert.equal(value, 3);
  assert.equal(meta.revision, 3);
  assert.equal(meta.writer, writer.session);
  assert.ok(Math.abs(meta.timestamp - Date.now() * 1000) < 60_000_000, `${meta.timestamp}`);
});

test('get asks the relay for what is not cached', async (t) => {
  const address = `${fresh()}/asked`;
  const [writer, reader] = [await connect(t), await connect(t)];
  writer.set(address, [1, 2, 3]);
  await settled(writer);
  assert.equal(reader.cached(address), undefined);
  assert.deepEqual(await reader.get(address), [1, 2, 3]);
  assert.deepEqual(reader.cached(address), [1, 2, 3]);
});

test('get of a missing param times out, and the relay has said 201', async (t) => {
  const client = await connect(t);
  const address = `${fresh()}/missing`;
  await assert.rejects(client.get(address), /Timeout/);
  assert.equal(client.getLastError().code, 201);
  assert.equal(client.getLastError().address, address);
  client.clearError();
  assert.equal(client.getLastError(), null);
});

test('1000 addresses written at once arrive complete and in order', async (t) => {
  const root = fresh();
  const [writer, reader] = [await connect(t), await connect(t)];
  const received = record(reader, `${root}/*`);
  await settled(reader);
  for (let i = 0; i < 1000; i++) {
    writer.set(`${root}/${i}`, i);
  }
  await eventually('all values', () => received.length >= 1000);
  assert.deepEqual(received.map(({ value }) => value), [...Array(1000).keys()]);
});

test('1000 values of one address never go backwards, and the last one arrives', async (t) => {
  const address = `${fresh()}/fast`;
  const [writer, reader] = [await connect(t), await connect(t)];
  const received = record(reader, address);
  await settled(reader);
  for (let i = 0; i < 1000; i++) {
    writer.set(address, i);
  }
  await eventually('the last value', () => received.at(-1)?.value === 999);
  // A reader that does not keep up may miss values in between.
  received.reduce((before, { value }) => {
    assert.ok(value > before, `${value} after ${before}`);
    return value;
  }, -1);
});

test('a snapshot too large for one frame arrives complete', async (t) => {
  const root = fresh();
  const writer = await connect(t);
  for (let i = 0; i < 20; i++) {
    writer.set(`${root}/${i}`, String(i).padStart(10_000, '.'));
  }
  await settled(writer);
  const received = record(await connect(t), `${root}/**`);
  await eventually('all params', () => received.length >= 20);
  assert.equal(new Set(received.map(({ address }) => address)).size, 20);
});

test('a value that leaves no room for its echo is refused with 402', async (t) => {
  const client = await connect(t);
  const address = `${fresh()}/big`;
  client.set(address, 'x'.repeat(65_470));
  await eventually('the error', () => client.getLastError()?.code === 402);
  assert.equal(client.getLastError().address, address);
});

test('an address that is not valid is refused with 200', async (t) => {
  const client = await connect(t);
  client.set('no/slash', 1);
  await eventually('the error', () => client.getLastError()?.code === 200);
});
