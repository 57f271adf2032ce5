import assert from 'node:assert/strict';
import { connect, eventually, fresh, record, settled, test } from './support.mjs';

const KEYFRAMES = [
  { time: 0, value: 0, easing: 'ease-in' },
  { time: 60_000_000, value: 100, easing: 'linear' },
];

/** The call of the client loses the keyframes in its binary form; as a value they are kept. */
function publish(client, address, timeline) {
  client.send({ type: 'PUBLISH', address, signal: 'timeline', value: timeline, timestamp: client.time() });
}

test('the timeline call reaches subscribers, without the data that the client leaves out', async (t) => {
  const root = fresh();
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, `${root}/**`);
  await settled(receiver);
  sender.timeline(`${root}/fade`, KEYFRAMES, { loop: true, startTime: sender.time() });
  sender.set(`${root}/end`, 1);
  await eventually('the end', () => received.at(-1)?.value === 1);
  assert.deepEqual(
    received.map(({ address, value }) => [address, value]),
    [[`${root}/fade`, null], [`${root}/end`, 1]],
  );
  assert.equal(sender.getLastError(), null);
});

test('a timeline that is a value arrives complete, and at everybody but its sender', async (t) => {
  const address = `${fresh()}/fade`;
  const [sender, receiver] = [await connect(t), await connect(t)];
  const [own, received] = [record(sender, address), record(receiver, address)];
  await Promise.all([settled(sender), settled(receiver)]);
  const start = sender.time();
  publish(sender, address, { keyframes: KEYFRAMES, loop: false, start_time: start });
  await eventually('the timeline', () => received.length === 1);
  const { value } = received[0];
  assert.deepEqual(value.keyframes.map(({ time }) => time), [0, 60_000_000]);
  assert.deepEqual(value.keyframes.map(({ value: to }) => to), [0, 100]);
  assert.equal(value.keyframes[0].easing, 'ease-in');
  assert.equal(value.start_time, start);
  assert.ok(!value.loop);
  await settled(sender);
  assert.deepEqual(own, []);
});

test('whoever subscribes while a timeline runs is given it', async (t) => {
  const address = `${fresh()}/fade`;
  const sender = await connect(t);
  publish(sender, address, { keyframes: KEYFRAMES, loop: false, start_time: sender.time() });
  await settled(sender);
  const late = await connect(t);
  const received = record(late, address);
  await eventually('the timeline', () => received.length === 1);
  assert.equal(received[0].value.keyframes.length, 2);
});

test('whoever subscribes after a timeline is over is not given it', async (t) => {
  const root = fresh();
  const sender = await connect(t);
  const over = sender.time() - 61_000_000;
  publish(sender, `${root}/fade`, { keyframes: KEYFRAMES, loop: false, start_time: over });
  await settled(sender);
  const late = await connect(t);
  const received = record(late, `${root}/**`);
  late.set(`${root}/end`, 1);
  await eventually('the end', () => received.length > 0);
  await settled(late);
  assert.deepEqual(received.map(({ address }) => address), [`${root}/end`]);
});
