import assert from 'node:assert/strict';
import { connect, eventually, fresh, record, settled, test } from './support.mjs';

test('an event reaches every subscriber but its sender', async (t) => {
  const root = fresh();
  const [sender, one, two] = [await connect(t), await connect(t), await connect(t)];
  const [own, first, second] = [sender, one, two].map((client) => record(client, `${root}/**`));
  await Promise.all([settled(one), settled(two)]);
  sender.emit(`${root}/cue`, { cue: 'intro', fadeTime: 2.5 });
  sender.set(`${root}/end`, 1);
  await eventually('all', () => [own, first, second].every((list) => list.at(-1)?.value === 1));
  const cue = { cue: 'intro', fadeTime: 2.5 };
  assert.deepEqual(first.map(({ value }) => value), [cue, 1]);
  assert.deepEqual(second.map(({ value }) => value), [cue, 1]);
  assert.deepEqual(own.map(({ value }) => value), [1]);
});

test('an event without payload is null', async (t) => {
  const address = `${fresh()}/fire`;
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, address);
  await settled(receiver);
  sender.emit(address);
  await eventually('the event', () => received.length === 1);
  assert.equal(received[0].value, null);
});

test('an event is not kept', async (t) => {
  const root = fresh();
  const sender = await connect(t);
  sender.emit(`${root}/cue`, 1);
  sender.set(`${root}/kept`, 2);
  await settled(sender);
  const late = await connect(t);
  // Behind the snapshot that every new session gets.
  await settled(late);
  const received = record(late, `${root}/**`);
  await eventually('the snapshot', () => received.length > 0);
  assert.deepEqual(received.map(({ value }) => value), [2]);
});

test('events and values of one sender keep their order', async (t) => {
  const root = fresh();
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, `${root}/**`);
  await settled(receiver);
  for (let i = 0; i < 100; i += 2) {
    sender.set(`${root}/set/${i}`, i);
    sender.emit(`${root}/cue`, i + 1);
  }
  await eventually('the last event', () => received.length >= 100);
  assert.deepEqual(received.map(({ value }) => value), [...Array(100).keys()]);
});

test('a stream arrives in order', async (t) => {
  const address = `${fresh()}/sensor`;
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, address);
  await settled(receiver);
  for (let i = 0; i < 200; i++) {
    sender.stream(address, { x: i, y: -i });
  }
  await eventually('the last sample', () => received.at(-1)?.value.x === 199);
  assert.deepEqual(received.map(({ value }) => value.x), [...Array(200).keys()]);
  assert.equal(receiver.cached(address), undefined);
});

test('an event may fill a frame', async (t) => {
  const address = `${fresh()}/large`;
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, address);
  await settled(receiver);
  sender.emit(address, 'x'.repeat(65_000));
  await eventually('the event', () => received.length === 1);
  assert.equal(received[0].value.length, 65_000);
});
