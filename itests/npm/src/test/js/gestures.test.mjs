import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, eventually, fresh, record, settled, test } from './support.mjs';

test('a gesture arrives with its phases, its id and its payload', async (t) => {
  const address = `${fresh()}/touch`;
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, address);
  await settled(receiver);
  sender.gesture(address, 7, 'start', { x: 1, y: 2 });
  sender.gesture(address, 7, 'move', { x: 3, y: 4 });
  sender.gesture(address, 7, 'end', { x: 5, y: 6 });
  await eventually('the end', () => received.at(-1)?.value.phase === 'end');
  assert.deepEqual(received.map(({ value }) => value), [
    { x: 1, y: 2, phase: 'start', gestureId: 7 },
    { x: 3, y: 4, phase: 'move', gestureId: 7 },
    { x: 5, y: 6, phase: 'end', gestureId: 7 },
  ]);
});

test('a pen that keeps moving is seen moving, and its last move is told before the end', async (t) => {
  const address = `${fresh()}/pen`;
  const [sender, receiver] = [await connect(t), await connect(t)];
  const [own, received] = [record(sender, address), record(receiver, address)];
  await Promise.all([settled(sender), settled(receiver)]);
  const begin = performance.now();
  sender.gesture(address, 1, 'start', { n: -1 });
  const moves = 150;
  for (let n = 0; n < moves; n++) {
    sender.gesture(address, 1, 'move', { n });
    await delay(4);
  }
  sender.gesture(address, 1, 'end', { n: moves });
  await eventually('the end', () => received.at(-1)?.value.phase === 'end');
  const millis = performance.now() - begin;
  const told = received.map(({ value }) => value);
  assert.equal(told[0].phase, 'start');
  const between = told.slice(1, -1);
  assert.ok(between.every(({ phase }) => phase === 'move'));
  assert.equal(between.at(-1).n, moves - 1, 'the last move is told');
  const numbers = told.map(({ n }) => n);
  assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b), 'in order, none twice');
  // One every 16 ms at most, besides the first and the last; a busy machine may tell fewer.
  assert.ok(between.length <= millis / 16 + 2, `${between.length} moves in ${millis} ms`);
  assert.ok(between.length >= 3, `${between.length} moves in ${millis} ms`);
  assert.deepEqual(own, [], 'nothing comes back to the sender');
});

test('two fingers on one address do not disturb each other', async (t) => {
  const address = `${fresh()}/touch`;
  const [one, two, receiver] = [await connect(t), await connect(t), await connect(t)];
  const received = record(receiver, address);
  await settled(receiver);
  one.gesture(address, 1, 'start', { who: 'one' });
  two.gesture(address, 1, 'start', { who: 'two' });
  await Promise.all([settled(one), settled(two)]);
  two.gesture(address, 1, 'end', { who: 'two' });
  await settled(two);
  one.gesture(address, 1, 'move', { who: 'one' });
  one.gesture(address, 1, 'end', { who: 'one' });
  await eventually('both ends', () =>
    received.filter(({ value }) => value.phase === 'end').length === 2);
  const phases = (who) =>
    received.filter(({ value }) => value.who === who).map(({ value }) => value.phase);
  assert.deepEqual(phases('one'), ['start', 'move', 'end']);
  assert.deepEqual(phases('two'), ['start', 'end']);
});

test('the gesture of a client that vanishes is cancelled', async (t) => {
  const address = `${fresh()}/touch`;
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, address);
  await settled(receiver);
  sender.gesture(address, 3, 'start', { x: 0 });
  sender.gesture(address, 3, 'move', { x: 1 });
  await settled(sender);
  sender.close();
  await eventually('the cancel', () => received.at(-1)?.value.phase === 'cancel');
  assert.equal(received.at(-1).value.gestureId, 3);
  assert.deepEqual(received.map(({ value }) => value.phase), ['start', 'move', 'cancel']);
});

test('a gesture that is cancelled is not cancelled again when its client leaves', async (t) => {
  const root = fresh();
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, `${root}/**`);
  await settled(receiver);
  sender.gesture(`${root}/touch`, 3, 'start', {});
  sender.gesture(`${root}/touch`, 3, 'cancel', {});
  await settled(sender);
  sender.close();
  await delay(100);
  receiver.set(`${root}/end`, 1);
  await eventually('the end', () => received.at(-1)?.value === 1);
  assert.deepEqual(received.map(({ value }) => value.phase), ['start', 'cancel', undefined]);
});
