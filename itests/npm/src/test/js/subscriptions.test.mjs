import assert from 'node:assert/strict';
import { connect, eventually, fresh, record, settled, test } from './support.mjs';

/** Writes addresses below a root in turn; gives those which a pattern lets through, as relative. */
async function delivered(t, pattern, addresses) {
  const root = fresh();
  const [writer, reader] = [await connect(t), await connect(t)];
  const received = record(reader, root + pattern);
  const last = record(reader, `${root}/last`);
  await settled(reader);
  for (const address of addresses) {
    writer.set(root + address, 1);
  }
  writer.set(`${root}/last`, 1);
  await eventually('the last value', () => last.length === 1);
  // The client filters what it receives, too: the cache shows what the relay has sent.
  const sent = addresses.filter((address) => reader.cached(root + address) === 1);
  assert.deepEqual(sent, received.map(({ address }) => address.slice(root.length)));
  return sent;
}

test('an exact subscription gets its address and no other', async (t) => {
  assert.deepEqual(await delivered(t, '/a', ['/a', '/b', '/a/b', '/aa']), ['/a']);
});

test('* stands for one segment', async (t) => {
  assert.deepEqual(
    await delivered(t, '/mix/*/level', ['/mix/1/level', '/mix/level', '/mix/1/2/level', '/mix/1/x']),
    ['/mix/1/level'],
  );
});

test('* stands for characters inside a segment', async (t) => {
  assert.deepEqual(
    await delivered(t, '/zone*/on', ['/zone1/on', '/zone22/on', '/zen1/on', '/zone1/off']),
    ['/zone1/on', '/zone22/on'],
  );
});

test('** stands for any number of segments', async (t) => {
  assert.deepEqual(
    await delivered(t, '/a/**', ['/a/1', '/a/1/2/3', '/a', '/b/1', '/ab/1']),
    ['/a/1', '/a/1/2/3'],
  );
});

test('nothing arrives after unsubscribing', async (t) => {
  const root = fresh();
  const [writer, reader] = [await connect(t), await connect(t)];
  const received = [];
  const unsubscribe = reader.on(`${root}/a`, (value) => received.push(value));
  const control = record(reader, `${root}/b`);
  await settled(reader);
  writer.set(`${root}/a`, 1);
  await eventually('the first value', () => received.length === 1);
  unsubscribe();
  await settled(reader);
  writer.set(`${root}/a`, 2);
  writer.set(`${root}/b`, 1);
  await eventually('the value behind it', () => control.length === 1);
  assert.deepEqual(received, [1]);
  assert.equal(reader.cached(`${root}/a`), 1);
});

test('overlapping subscriptions make no copies', async (t) => {
  const root = fresh();
  const [writer, reader] = [await connect(t), await connect(t)];
  const lists = [`${root}/a`, `${root}/*`, `${root}/**`].map((pattern) => record(reader, pattern));
  await settled(reader);
  for (const value of [1, 2, 3]) {
    writer.set(`${root}/a`, value);
  }
  await eventually('the last value', () => lists.every((list) => list.at(-1)?.value === 3));
  for (const list of lists) {
    assert.deepEqual(list.map(({ value }) => value), [1, 2, 3]);
  }
});

test('a subscription with options delivers the last value', async (t) => {
  const address = `${fresh()}/a`;
  const [writer, reader] = [await connect(t), await connect(t)];
  const received = record(reader, address, { maxRate: 50, epsilon: 0.001 });
  await settled(reader);
  for (let i = 0; i <= 100; i++) {
    writer.set(address, i);
  }
  await eventually('the last value', () => received.at(-1)?.value === 100);
});

test('a pattern that is not valid is refused with 202', async (t) => {
  const client = await connect(t);
  client.subscribe('no/slash', () => {});
  await eventually('the error', () => client.getLastError()?.code === 202);
});
